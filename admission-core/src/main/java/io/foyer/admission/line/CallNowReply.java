package io.foyer.admission.line;

/**
 * What came of a {@link CallNow}.
 *
 * @param called how many it called, now or when it was asked for the first time
 * @param room where the room stands after it
 */
public record CallNowReply(Outcome outcome, long called, CallReply room) {

    /** Whether anybody could be called. */
    public enum Outcome {
        CALLED,
        /** The request had been carried out already. */
        CALLED_BEFORE,
        /** Another era is served. */
        ELSEWHERE,
        /** The room has no state, or is settling. */
        NOT_OPEN,
        /** The sale has not started, or its lobby is still to be drawn. */
        EARLY,
        /** The sale has ended. */
        OVER
    }

    public static CallNowReply notOpen() {
        return new CallNowReply(Outcome.NOT_OPEN, 0, CallReply.notOpen());
    }
}
