package io.foyer.admission.wait;

import java.util.Optional;

/**
 * How fast a room calls, and how well that is known; immutable.
 *
 * <pre>
 * likely = (ahead + 1) / rate
 * spread = likely x sqrt(1 / (ahead + 1)  +  1 / evidence  +  0.15^2)
 * range  = likely - 1.28 x spread ... likely + 1.28 x spread x 1.5
 * </pre>
 *
 * <p>The three parts of the spread are: calls come at random times (Poisson), the rate was measured from few calls, and the
 * pace of a sale changes by about 15 %. 1.28 is the quantile of four waits in five; the upper side is wider, because a
 * sale slows down more often than it speeds up and a wait that turns out shorter disappoints nobody.
 *
 * @param callsPerSecond 0 when nobody can tell
 * @param evidence calls that the rate was measured from, at least 1
 */
public record WaitOutlook(double callsPerSecond, double evidence) {
    public static final WaitOutlook UNKNOWN = new WaitOutlook(0, 1);

    private static final double QUANTILE = 1.28;
    private static final double PACE_CHANGES = 0.15;
    private static final double UPPER_SIDE = 1.5;
    private static final double WAIT_SECONDS_MAX = 7 * 86_400;

    /** The wait of one with {@code ahead} buyers ahead; empty while nobody can tell. */
    public Optional<WaitRange> estimate(long ahead) {
        if (callsPerSecond <= 0) {
            return Optional.empty();
        }
        double places = Math.max(0, ahead) + 1.0;
        double likely = places / callsPerSecond;
        double spread = likely * QUANTILE * Math.sqrt(1 / places + 1 / evidence + PACE_CHANGES * PACE_CHANGES);
        return Optional.of(new WaitRange(
                seconds(Math.floor(likely - spread)),
                seconds(Math.round(likely)),
                seconds(Math.ceil(likely + spread * UPPER_SIDE))));
    }

    private static long seconds(double seconds) {
        return (long) Math.min(Math.max(0, seconds), WAIT_SECONDS_MAX);
    }
}
