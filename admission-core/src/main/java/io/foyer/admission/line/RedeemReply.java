package io.foyer.admission.line;

/**
 * What an invitation is worth to a buyer.
 *
 * @param place the buyer's place when {@link Outcome#PLACED}, in the words in which it was told; else empty
 */
public record RedeemReply(Outcome outcome, String place) {

    /** What the buyer may do. */
    public enum Outcome {
        /** Take a place and tell of it. */
        FREE,
        /** Go to the place that the invitation became for this buyer. */
        PLACED,
        /** Nothing: others have used it as often as it may be. */
        USED_UP,
        /** Nothing: it has ended. */
        ENDED
    }
}
