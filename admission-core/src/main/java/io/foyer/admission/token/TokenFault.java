package io.foyer.admission.token;

/** Why a token is refused. */
public enum TokenFault {
    /** Not a token, or not in the one form in which we write them. */
    GARBAGE,
    /** Its signature is not of the key that it names. */
    BAD_SIGNATURE,
    /** It names a key that is not in force. */
    UNKNOWN_KEY,
    /** A ticket where a pass is wanted, or the other way round. */
    WRONG_KIND,
    /** Its time is over. */
    EXPIRED,
    /** It was signed by a clock more than {@link TokenCodec#CLOCK_SKEW_SECONDS} ahead of ours. */
    NOT_YET
}
