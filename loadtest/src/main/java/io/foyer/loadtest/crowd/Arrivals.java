package io.foyer.loadtest.crowd;

import java.util.random.RandomGenerator;

/** When buyers arrive, whatever happens to those who came before. */
@FunctionalInterface
public interface Arrivals {
    /** Nanoseconds from one arrival to the next. */
    long gapNanos(RandomGenerator random);

    /** All at once. */
    static Arrivals burst() {
        return random -> 0;
    }

    static Arrivals constant(double perSecond) {
        long gapNanos = meanGapNanos(perSecond);
        return random -> gapNanos;
    }

    /** Independent arrivals: exponential gaps. */
    static Arrivals poisson(double perSecond) {
        long meanNanos = meanGapNanos(perSecond);
        return random -> (long) (meanNanos * random.nextExponential());
    }

    private static long meanGapNanos(double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("arrivals per second: " + perSecond + " (expected: > 0)");
        }
        return (long) (1e9 / perSecond);
    }
}
