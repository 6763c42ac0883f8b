package io.foyer.admission.wait;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Estimates waits from how fast a room has called lately.
 *
 * <pre>
 * rate   = (calls seen + planned rate x 20 s) / (seconds seen + 20 s)     over the last 180 s, then smoothed over 20 s
 * </pre>
 *
 * <p>What follows from the rate for one buyer is told by {@link WaitOutlook}.
 *
 * <p>Not thread-safe; one per room and gateway. Times are seconds, the clock is monotonic.
 */
public final class WaitEstimator {
    private static final double SMOOTHING_SECONDS = 20;
    private static final double RATE_MIN = 1.0 / 3_600;
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

    /** What is known now, to be read by other threads. */
    public WaitOutlook outlook() {
        if (!known || smoothed < RATE_MIN) {
            return WaitOutlook.UNKNOWN;
        }
        double evidence = calls.observedCalls() + plannedPerSecond * CallRate.PLAN_SECONDS;
        return new WaitOutlook(smoothed, Math.max(1, evidence));
    }

    /** The wait of one with {@code ahead} buyers ahead; empty while nobody can tell. */
    public Optional<WaitRange> estimate(long ahead) {
        return outlook().estimate(ahead);
    }
}
