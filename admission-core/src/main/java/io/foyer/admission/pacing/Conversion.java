package io.foyer.admission.pacing;

import java.util.Arrays;

/**
 * Learns which share of calls ends in an order, and after how long, from nothing but how many were called and how many
 * ordered in each second.
 *
 * <p>Of the calls of a second a share {@code h[k]} orders within lag bin {@code k} (bins widen, to two minutes). The likeliest
 * {@code h} for random arrivals is found by expectation maximisation (Shepp and Vardi 1982, also known as Richardson-Lucy):
 * each order is ascribed to the calls that it may have come from in proportion to what is believed, and {@code h[k]} is what
 * was ascribed over what was called. Each second goes on from the last one's result: while all runs evenly the lags cannot be
 * told apart, and stay what they were.
 *
 * <p>Calls too young to tell count as orders to come: nobody is called on the guess that others leave. They tell once they are
 * two to three times as old as orders have been so far.
 */
final class Conversion {
    private static final int[] EDGES_SECONDS = {0, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 43, 52, 62, 75, 90, 120};
    private static final int BINS = EDGES_SECONDS.length - 1;
    private static final int LAG_SECONDS_MAX = EDGES_SECONDS[BINS];
    private static final double LAG_SECONDS_UNKNOWN = LAG_SECONDS_MAX / 2.0;

    private static final int ROUNDS = 2;
    private static final int ROUNDS_YOUNG = 20;
    /** A lag that fewer seconds of calls could show is believed in less. */
    private static final double ENOUGH_SECONDS = 8;

    private static final double PRIOR_CALLS = 10;
    private static final double SHARE_MIN = 0.05;
    private static final double SHARE_MAX = 15;
    private static final double BIN_SHARE_MIN = 1e-6;

    private final double[] shares = new double[BINS];
    private final double[] calls = new double[BINS];
    private final double[] called = new double[BINS];
    private final double[] ascribed = new double[BINS];
    private double prior = 1;
    private double share = 1;
    private double lagSeconds;
    private boolean fromTheFirstCall;

    /** What is known from before the history: cumulative counts of the era. */
    void begin(double callsBefore, double ordersBefore) {
        Arrays.fill(shares, 1.0 / BINS);
        fromTheFirstCall = callsBefore < PRIOR_CALLS;
        prior = clamp((ordersBefore + PRIOR_CALLS) / (callsBefore + PRIOR_CALLS));
        share = prior;
    }

    /** Once a second, after the history has been told. */
    void learn(CallHistory history) {
        int age = history.age();
        // Orders of calls that are not in the history would be ascribed to others.
        int oldest = fromTheFirstCall && !history.isFull() ? age - 1 : age - 1 - LAG_SECONDS_MAX;
        if (oldest < 0) {
            lagSeconds = Math.min(age, LAG_SECONDS_MAX);
            return;
        }
        int rounds = age < LAG_SECONDS_MAX ? ROUNDS_YOUNG : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            ascribe(history, oldest);
            believe(history);
        }
        conclude(history);
    }

    /** Orders per call; may be more than 1 where a pass is for several. */
    double share() {
        return share;
    }

    /** From the call to the order, on average. */
    int lagSeconds() {
        return (int) Math.round(lagSeconds);
    }

    private void ascribe(CallHistory history, int oldest) {
        Arrays.fill(called, 0);
        Arrays.fill(ascribed, 0);
        for (int ago = 0; ago <= oldest; ago++) {
            double expected = 0;
            for (int k = 0; k < BINS; k++) {
                int from = ago + EDGES_SECONDS[k];
                int to = ago + EDGES_SECONDS[k + 1];
                calls[k] = (history.calls(from) - history.calls(to)) / (to - from);
                called[k] += calls[k];
                expected += shares[k] * calls[k];
            }
            double ordered = Math.max(0, history.orders(ago) - history.orders(ago + 1));
            if (expected > 0 && ordered > 0) {
                for (int k = 0; k < BINS; k++) {
                    ascribed[k] += ordered * shares[k] * calls[k] / expected;
                }
            }
        }
    }

    private void believe(CallHistory history) {
        int age = history.age();
        double enough = ENOUGH_SECONDS * history.callsWithin(age) / age;
        for (int k = 0; k < BINS; k++) {
            if (called[k] > 0) {
                shares[k] = Math.max(ascribed[k] / Math.max(called[k], enough), BIN_SHARE_MIN);
            }
        }
    }

    private void conclude(CallHistory history) {
        int age = history.age();
        double known = 0;
        double lags = 0;
        for (int k = 0; k < BINS; k++) {
            if (called[k] > 0) {
                known += shares[k];
                lags += shares[k] * (EDGES_SECONDS[k] + EDGES_SECONDS[k + 1]) / 2;
            }
        }
        double lagSoFar = known > BINS * BIN_SHARE_MIN ? lags / known : LAG_SECONDS_UNKNOWN;
        double toCome = history.isFull() ? 0 : Math.max(0, prior - known) * untold(lagSoFar, age);
        double all = history.callsWithin(age);
        share = clamp(((known + toCome) * all + prior * PRIOR_CALLS) / (all + PRIOR_CALLS));
        double lagToCome = Math.min(age, LAG_SECONDS_MAX);
        lagSeconds = known + toCome > 0 ? (lags + toCome * lagToCome) / (known + toCome) : lagToCome;
    }

    /** How much of what is missing may still come, 1 to 0. */
    private static double untold(double lagSoFar, double oldestCallSeconds) {
        double allUntil = 2 * lagSoFar + 10;
        double nothingFrom = 3 * lagSoFar + 20;
        return Math.min(Math.max((nothingFrom - oldestCallSeconds) / (nothingFrom - allUntil), 0), 1);
    }

    private static double clamp(double share) {
        return Math.min(Math.max(share, SHARE_MIN), SHARE_MAX);
    }
}
