package io.foyer.admission.line;

/**
 * An operator asks to call so many at once, beside the pace.
 *
 * @param servingEra the era in which the caller believes the serving position; in another nothing moves
 * @param request a name of this request: repeated under the same name, it calls nobody more
 * @param calls at most this many are called, fewer when fewer are present
 */
public record CallNow(long servingEra, String request, int calls) {
    /** At most this many at once, so that the store is not held up. */
    public static final int CALLS_MAX = 1_000;

    /** At most this long. */
    public static final int REQUEST_MAX = 64;

    public CallNow {
        if (calls < 1 || calls > CALLS_MAX) {
            throw new IllegalArgumentException("calls: " + calls + " (expected: 1 to " + CALLS_MAX + ")");
        }
        if (request.isEmpty() || request.length() > REQUEST_MAX) {
            throw new IllegalArgumentException(
                    "request: " + request.length() + " characters (expected: 1 to " + REQUEST_MAX + ")");
        }
    }
}
