package io.foyer.admission.wait;

/**
 * Why waits are told otherwise than some minutes ago, and whom it concerns; immutable.
 *
 * @param joined the last number given out before: who came later was never told otherwise
 * @param before how waits were told then
 * @param now and how they are told now
 */
public record WaitNews(WaitMove move, long joined, WaitOutlook before, WaitOutlook now) {
    public static final WaitNews NONE = new WaitNews(WaitMove.NONE, 0, WaitOutlook.UNKNOWN, WaitOutlook.UNKNOWN);

    private static final double LONGER = 1.3;
    private static final double SHORTER = 0.75;
    /** Shorter waits change all the time. */
    private static final long NOTABLE_SECONDS = 120;

    /** By a quarter or more, for a line as long as it is now. */
    static WaitNews ofPace(long joined, WaitOutlook before, WaitOutlook now, long ahead) {
        WaitMove move = moved(before, now, ahead);
        return move == WaitMove.NONE ? NONE : new WaitNews(move, joined, before, now);
    }

    /** What the buyer with that number and so many ahead is told. */
    public WaitMove toldTo(long number, long ahead) {
        return switch (move) {
            case NONE -> WaitMove.NONE;
            case STOOD_STILL, OTHERS_RETURNED -> number <= joined ? move : WaitMove.NONE;
            case FASTER, SLOWER -> number <= joined ? moved(before, now, ahead) : WaitMove.NONE;
        };
    }

    private static WaitMove moved(WaitOutlook before, WaitOutlook now, long ahead) {
        double then = likelySeconds(before, ahead);
        double lately = likelySeconds(now, ahead);
        if (Math.max(then, lately) < NOTABLE_SECONDS) {
            return WaitMove.NONE;
        }
        if (lately > LONGER * then) {
            return WaitMove.SLOWER;
        }
        return lately < SHORTER * then ? WaitMove.FASTER : WaitMove.NONE;
    }

    private static double likelySeconds(WaitOutlook outlook, long ahead) {
        return outlook.estimate(ahead)
                .map(range -> (double) range.likelySeconds())
                .orElse(0.0);
    }
}
