package io.foyer.admission.wait;

import io.foyer.admission.pacing.Release;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Estimates waits from what pacing expects to let in ({@link Release}), from how much of that came true lately ({@link CallRate}:
 * other rooms may stand against it), and from how many give up ({@link Leaving}).
 *
 * <pre>
 * rate = expected x calls seen / calls expected      over 1, 3, 10 and 30 minutes, whichever is next to the wait
 * </pre>
 *
 * <p>While a room is paused or its upstream down nothing is expected, nothing is counted, and nobody can tell; afterwards it goes
 * on from what was known. What follows from the rates for one buyer is told by {@link WaitOutlook}.
 *
 * <p>Not thread-safe; one per room and gateway. The clock is monotonic.
 */
public final class WaitEstimator {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** What is longer was a standstill of this process, and says nothing about the line. */
    private static final double ELAPSED_SECONDS_MAX = 5;

    private final CallRate calls = new CallRate();
    private final Leaving leaving = new Leaving();
    private final Trend trend = new Trend(new Observation(0, 0, 0, 0, Release.NONE));
    private Release release = Release.NONE;
    private double atSeconds = Double.NaN;
    private long called;

    /**
     * What a room does, told at least once a second.
     *
     * @param nowNanos monotonic time
     * @param called how many were called since the era began
     * @param waiting present buyers who wait; while there are none, the pace of calls says nothing about a wait
     * @param joined how many numbers were given out since the era began
     * @param release what pacing expects; {@link Release#NONE} while nobody is called
     */
    public record Observation(long nowNanos, long called, long waiting, long joined, Release release) {}

    public void observe(Observation seen) {
        double now = seen.nowNanos() / NANOS_PER_SECOND;
        double elapsed = now - atSeconds;
        Release during = release;
        release = seen.release();
        boolean begins = !(elapsed >= 0) || seen.called() < called;
        if (!begins && elapsed < 1) {
            return;
        }
        if (begins || seen.waiting() == 0) {
            calls.clear();
        } else if (during.nowPerSecond() > 0) {
            double seconds = Math.min(elapsed, ELAPSED_SECONDS_MAX);
            calls.record(seconds, seen.called() - called, during.nowPerSecond() * seconds);
        }
        leaving.record(now, seen);
        atSeconds = now;
        called = seen.called();
        trend.record(now, seen, outlook());
    }

    /** Why waits are told otherwise than some minutes ago, to be read by other threads. */
    public WaitNews news() {
        return trend.news();
    }

    /** What is known now, to be read by other threads. */
    public WaitOutlook outlook() {
        if (release.settledPerSecond() <= 0) {
            return WaitOutlook.UNKNOWN;
        }
        double settled = release.settledPerSecond();
        return new WaitOutlook(release, calls.parts(settled), calls.evidence(settled), leaving.perSecond());
    }

    /** The wait of one with {@code ahead} buyers ahead; empty while nobody can tell. */
    public Optional<WaitRange> estimate(long ahead) {
        return outlook().estimate(ahead);
    }
}
