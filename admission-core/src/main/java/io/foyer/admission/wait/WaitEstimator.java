package io.foyer.admission.wait;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Estimates waits from how fast a room has called lately.
 *
 * <pre>
 * rate   = (calls seen + planned rate x 20 s) / (seconds seen + 20 s)     over the last 180 s, then smoothed over 20 s
 * likely = (ahead + 1) / rate
 * spread = likely x sqrt(1 / (ahead + 1)  +  1 / (calls seen + planned rate x 20 s)  +  0.15^2)
 * range  = likely - 1.28 x spread ... likely + 1.28 x spread x 1.5
 * </pre>
 *
 * <p>The three parts of the spread are: calls come at random times (Poisson), the rate was measured from few calls, and the
 * pace of a sale changes by about 15 %. 1.28 is the quantile of four waits in five; the upper side is wider, because a
 * sale slows down more often than it speeds up and a wait that turns out shorter disappoints nobody.
 *
 * <p>Not thread-safe; one per room and gateway. Times are seconds, the clock is monotonic.
 */
public final class WaitEstimator {
    private static final double QUANTILE = 1.28;
    private static final double PACE_CHANGES = 0.15;
    private static final double UPPER_SIDE = 1.5;
    private static final double SMOOTHING_SECONDS = 20;
    private static final double RATE_MIN = 1.0 / 3_600;
    private static final double WAIT_SECONDS_MAX = 7 * 86_400;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CallRate calls = new CallRate();
    private double smoothed;
    private double plannedPerSecond;
    private double observedAtSeconds;
    private boolean known;

    /**
     * What a room does, told about once a second.
     *
     * @param nowNanos monotonic time
     * @param called how many were called since the era began
     * @param plannedPerSecond how many are to be called a second; 0 while paused or when nothing is known
     * @param waiting present buyers who wait; while there are none, the pace of calls says nothing about a wait
     */
    public record Observation(long nowNanos, long called, double plannedPerSecond, long waiting) {}

    public void observe(Observation seen) {
        double now = seen.nowNanos() / NANOS_PER_SECOND;
        plannedPerSecond = seen.plannedPerSecond();
        if (plannedPerSecond <= 0 || seen.waiting() == 0) {
            calls.clear();
            known = false;
        }
        if (plannedPerSecond <= 0) {
            return;
        }
        calls.record(now, seen.called());
        double rate = calls.perSecond(plannedPerSecond);
        double weight = known ? 1 - Math.exp(-Math.max(0, now - observedAtSeconds) / SMOOTHING_SECONDS) : 1;
        smoothed = known ? smoothed + weight * (rate - smoothed) : rate;
        observedAtSeconds = now;
        known = true;
    }

    /** The wait of one with {@code ahead} buyers ahead; empty while nobody can tell. */
    public Optional<WaitRange> estimate(long ahead) {
        if (!known || smoothed < RATE_MIN) {
            return Optional.empty();
        }
        double places = Math.max(0, ahead) + 1.0;
        double likely = places / smoothed;
        double evidence = Math.max(1, calls.observedCalls() + plannedPerSecond * CallRate.PLAN_SECONDS);
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
