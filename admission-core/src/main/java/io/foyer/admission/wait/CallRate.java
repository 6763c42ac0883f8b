package io.foyer.admission.wait;

import java.util.Arrays;

/**
 * How many were called in proportion to what pacing expected, over four spans: a wait of minutes follows the last minutes, a wait of
 * an hour what was usual for half an hour. Fading averages, that begin as if all had gone as expected for {@link #PRIOR_SECONDS}.
 */
final class CallRate {
    private static final double[] SPANS_SECONDS = {60, 180, 600, 1_800};
    private static final int LAST = SPANS_SECONDS.length - 1;
    private static final double PRIOR_SECONDS = 20;

    private final double[] called = new double[SPANS_SECONDS.length];
    private final double[] expected = new double[SPANS_SECONDS.length];

    void record(double elapsedSeconds, double calls, double expectedCalls) {
        for (int i = 0; i <= LAST; i++) {
            double keep = Math.exp(-elapsedSeconds / SPANS_SECONDS[i]);
            called[i] = called[i] * keep + calls;
            expected[i] = expected[i] * keep + expectedCalls;
        }
    }

    /** Forgets the past: there was nobody to call. */
    void clear() {
        Arrays.fill(called, 0);
        Arrays.fill(expected, 0);
    }

    /** For each span, how much of what was expected came true, where {@code perSecond} are expected from now on. */
    double[] parts(double perSecond) {
        double prior = perSecond * PRIOR_SECONDS;
        double[] parts = new double[SPANS_SECONDS.length];
        for (int i = 0; i <= LAST; i++) {
            parts[i] = (called[i] + prior) / (expected[i] + prior);
        }
        return parts;
    }

    /** From how many calls that is known. */
    double evidence(double perSecond) {
        return Math.max(1, called[LAST] + perSecond * PRIOR_SECONDS);
    }

    /** The part that counts for a wait of that length, between those of the spans next to it. */
    static double partFor(double[] parts, double waitSeconds) {
        if (waitSeconds <= SPANS_SECONDS[0]) {
            return parts[0];
        }
        for (int i = 0; i < LAST; i++) {
            if (waitSeconds <= SPANS_SECONDS[i + 1]) {
                double part =
                        Math.log(waitSeconds / SPANS_SECONDS[i]) / Math.log(SPANS_SECONDS[i + 1] / SPANS_SECONDS[i]);
                return parts[i] * (1 - part) + parts[i + 1] * part;
            }
        }
        return parts[LAST];
    }
}
