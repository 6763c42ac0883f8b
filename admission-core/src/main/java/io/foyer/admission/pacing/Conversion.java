package io.foyer.admission.pacing;

import java.util.Arrays;

/**
 * Learns which share of calls ends in an order, and after how long, from nothing but how many were called and how many
 * ordered in each second.
 *
 * <p>Of the calls of a second a share {@code h[k]} orders within lag bin {@code k} (bins widen, to a quarter of an hour). The
 * likeliest {@code h} for random arrivals is found by expectation maximisation (Shepp and Vardi 1982, also known as
 * Richardson-Lucy): each order is ascribed to the calls that it may have come from in proportion to what is believed, and
 * {@code h[k]} is what was ascribed over what was called, what is {@code t} seconds old counting by {@code exp(-t / memory)}.
 * Each time goes on from the last one's result: while all runs evenly the lags cannot be told apart, and stay what they were.
 *
 * <p>Calls too young to tell count as orders to come: nobody is called on the guess that others leave. They tell once they are
 * two to three times as old as orders have been so far.
 */
final class Conversion {
    private static final int[] EDGES_SECONDS = {
        0, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 43, 52, 62, 75, 90, 120, 160, 210, 280, 370, 480, 640, 900
    };
    private static final int BINS = EDGES_SECONDS.length - 1;
    static final int LAG_SECONDS_MAX = EDGES_SECONDS[BINS];
    private static final int LAG_SECONDS_UNKNOWN = 60;
    /** A history that does not go back to the first call needs this much before its oldest orders can be ascribed. */
    private static final int LEAD_SECONDS = 120;
    /** Until then every second tells something new. */
    static final int YOUNG_SECONDS = 120;

    private static final int ROUNDS = 2;
    private static final int ROUNDS_YOUNG = 20;
    /** A lag that fewer seconds of calls could show is believed in less. */
    private static final double ENOUGH_SECONDS = 8;

    private static final long SECONDS_AFTER_CHANGE = 30;
    private static final double PRIOR_CALLS = 10;
    static final double SHARE_MIN = 0.01;
    static final double SHARE_MAX = 15;
    private static final double BIN_SHARE_MIN = 1e-6;

    private final double[] shares = new double[BINS];
    private final double[] calls = new double[BINS];
    private final double[] called = new double[BINS];
    private final double[] ascribed = new double[BINS];
    private double prior = 1;
    private double share = 1;
    private double lagSeconds;
    private double known;
    private double unseen;
    private boolean fromTheFirstCall;
    private boolean changed;
    private long changedSecond;

    /** What is known from before the history: cumulative counts of the era. */
    void begin(double callsBefore, double ordersBefore) {
        Arrays.fill(shares, 1.0 / BINS);
        known = 0;
        unseen = 0;
        changed = false;
        fromTheFirstCall = callsBefore < PRIOR_CALLS;
        prior = clamp((ordersBefore + PRIOR_CALLS) / (callsBefore + PRIOR_CALLS));
        share = prior;
    }

    /**
     * The share was found to be another, by that factor, since a moment ago. How long it takes to order is taken to be as before, and
     * orders from before say nothing any more: the one share that explains both would be found in lags that do not exist.
     */
    void change(CallHistory history, double factor) {
        for (int k = 0; k < BINS; k++) {
            shares[k] = Math.max(shares[k] * factor, BIN_SHARE_MIN);
        }
        prior = clamp(prior * factor);
        share = clamp(share * factor);
        changedSecond = history.second();
        changed = true;
    }

    /** After the history has been told: once a second, or less often when there is enough of it. */
    void learn(CallHistory history, double memorySeconds) {
        int age = history.age();
        // Orders of calls that are not in the history would be ascribed to others.
        int lead = Math.min(LAG_SECONDS_MAX, Math.max(LEAD_SECONDS, age / 2));
        int oldest = fromTheFirstCall && !history.isFull() ? age - 1 : age - 1 - lead;
        if (oldest < 0) {
            lagSeconds = Math.min(age, LAG_SECONDS_MAX);
            return;
        }
        if (changed) {
            long since = history.second() - changedSecond;
            if (since < SECONDS_AFTER_CHANGE) {
                return;
            }
            oldest = (int) Math.min(oldest, since);
        }
        int rounds = age < YOUNG_SECONDS ? ROUNDS_YOUNG : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            ascribe(history, oldest, Math.exp(-1 / memorySeconds));
            believe(history);
        }
        conclude(history);
    }

    /** Orders per call; may be more than 1 where a pass is for several. */
    double share() {
        return share;
    }

    /** Orders per call that have come already of calls as old as the lags seen so far: there may be more, not fewer. */
    double seenShare() {
        return Math.min(known, SHARE_MAX);
    }

    /** From the call to the order, on average. */
    int lagSeconds() {
        return (int) Math.round(lagSeconds);
    }

    /** For each age of a call in seconds, which part of the orders that it will bring is still to come: 1 to 0. */
    void toCome(double[] byAge) {
        double all = known + unseen;
        if (all <= BINS * BIN_SHARE_MIN) {
            Arrays.fill(byAge, 0);
            Arrays.fill(byAge, 0, LAG_SECONDS_UNKNOWN, 1);
            return;
        }
        double left = 1;
        int bin = 0;
        for (int age = 0; age < byAge.length; age++) {
            byAge[age] = Math.max(0, left);
            bin += age >= EDGES_SECONDS[bin + 1] ? 1 : 0;
            double here = called[bin] > 0 ? shares[bin] : 0;
            left -= here / all / (EDGES_SECONDS[bin + 1] - EDGES_SECONDS[bin]);
        }
    }

    private void ascribe(CallHistory history, int oldest, double fading) {
        Arrays.fill(called, 0);
        Arrays.fill(ascribed, 0);
        double weight = 1;
        // The second that has just begun: what comes in it is not all told.
        for (int ago = 1; ago <= oldest; ago++, weight *= fading) {
            double expected = 0;
            for (int k = 0; k < BINS; k++) {
                int from = ago + EDGES_SECONDS[k];
                int to = ago + EDGES_SECONDS[k + 1];
                calls[k] = (history.calls(from) - history.calls(to)) / (to - from);
                called[k] += weight * calls[k];
                expected += shares[k] * calls[k];
            }
            double ordered = Math.max(0, history.orders(ago) - history.orders(ago + 1));
            if (expected > 0 && ordered > 0) {
                for (int k = 0; k < BINS; k++) {
                    ascribed[k] += weight * ordered * shares[k] * calls[k] / expected;
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
        known = 0;
        double lags = 0;
        for (int k = 0; k < BINS; k++) {
            if (called[k] > 0) {
                known += shares[k];
                lags += shares[k] * (EDGES_SECONDS[k] + EDGES_SECONDS[k + 1]) / 2;
            }
        }
        double lagSoFar = known > BINS * BIN_SHARE_MIN ? lags / known : LAG_SECONDS_UNKNOWN;
        unseen = history.isFull() ? 0 : Math.max(0, prior - known) * untold(lagSoFar, age);
        double all = history.callsWithin(age);
        share = clamp(((known + unseen) * all + prior * PRIOR_CALLS) / (all + PRIOR_CALLS));
        double lagToCome = Math.min(age, LAG_SECONDS_MAX);
        lagSeconds = known + unseen > 0 ? (lags + unseen * lagToCome) / (known + unseen) : lagToCome;
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
