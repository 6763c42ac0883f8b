package io.foyer.admission.pacing;

import io.foyer.admission.line.CheckoutTimes;
import java.util.Arrays;

/**
 * Learns which share of calls ends in an order, and after how long, from how long each order's buyer was inside:
 *
 * <pre>
 * h[k]  = orders within bin k / calls that were as old when these orders came       both fading by exp(-t / memory)
 * share = sum of h[k] + what may be to come later than could be seen ({@link LateOrders}), 1 in all where nothing is known
 * </pre>
 *
 * <p>Calls too young to tell count as orders to come: nobody is called on the guess that others leave. While there are fewer than
 * ten orders to judge by, they tell once they are two to three times as old as orders have been so far.
 */
final class Conversion {
    static final double SHARE_MIN = 0.01;
    static final double SHARE_MAX = 15;
    static final int LAG_SECONDS_MAX = CheckoutTimes.SECONDS_MAX;
    private static final int BINS = CheckoutTimes.BINS;
    private static final int LAG_SECONDS_UNKNOWN = 60;
    /** A lag that fewer seconds of calls could show is not believed. */
    private static final double ENOUGH_SECONDS = 8;

    private static final double FEW_ORDERS = 10;
    private static final double PRIOR_CALLS = 10;
    private static final double MUCH = 0.1;
    /** The weight that a sudden change leaves to all that was before. */
    private static final double KEPT_AFTER_CHANGE = 0.1;

    private final double[] ordered = new double[BINS];
    private final double[] called = new double[BINS];
    private final double[] shares = new double[BINS];
    /** Bins of which anything can be said. */
    private int seenBins;

    private CheckoutTimes before = CheckoutTimes.NONE;
    private double arrived;
    private double timed;
    private boolean fromTheFirstCall;
    private int age;
    private double prior = 1;
    private double share = 1;
    private double lagSeconds;
    private double seen;
    private double late;
    private boolean isSecondHumpRising;

    /** What is known from before the history: cumulative counts of the era. */
    void begin(double callsBefore, double ordersBefore, CheckoutTimes checkouts) {
        Arrays.fill(ordered, 0);
        Arrays.fill(called, 0);
        seenBins = 0;
        before = checkouts;
        arrived = 0;
        timed = 0;
        seen = 0;
        late = 0;
        fromTheFirstCall = callsBefore < PRIOR_CALLS;
        age = 0;
        prior = clamp((ordersBefore + PRIOR_CALLS) / (callsBefore + PRIOR_CALLS));
        share = prior;
    }

    /**
     * The share was found to be another, by that factor, since a moment ago. How long it takes to order is taken to be as before, and
     * orders from before say little any more.
     */
    void change(double factor) {
        for (int k = 0; k < BINS; k++) {
            ordered[k] *= factor * KEPT_AFTER_CHANGE;
            called[k] *= KEPT_AFTER_CHANGE;
            shares[k] *= factor;
        }
        arrived *= factor * KEPT_AFTER_CHANGE;
        timed *= factor * KEPT_AFTER_CHANGE;
        seen *= factor;
        late *= factor;
        prior = clamp(prior * factor);
        share = clamp(share * factor);
    }

    /** Of the orders since the last time nothing is learned. */
    void ignore(CheckoutTimes checkouts) {
        before = checkouts;
    }

    /**
     * Once a second, after the history has been told.
     *
     * @param checkouts of all orders created so far
     * @param seconds that are over since this was done last; the one that has just begun tells nothing yet
     */
    void learn(CallHistory history, CheckoutTimes checkouts, int seconds, double memorySeconds) {
        // The store lost its counts: the calls of those inside are in no history any more.
        if (history.age() < age) {
            fromTheFirstCall = false;
            prior = share;
        }
        age = history.age();
        double fading = Math.exp(-1 / memorySeconds);
        double faded = Math.pow(fading, seconds);
        arrived = arrived * faded + Math.max(0, history.orders(1) - history.orders(1 + seconds));
        timed *= faded;
        for (int k = 0; k < BINS; k++) {
            double orders = Math.max(0, checkouts.count(k) - before.count(k));
            timed += orders;
            ordered[k] *= faded;
            int from = CheckoutTimes.fromSeconds(k);
            int to = CheckoutTimes.toSeconds(k);
            // Orders of calls that are not in the history are no share of any that are.
            if (!fromTheFirstCall && age - seconds < to) {
                continue;
            }
            ordered[k] += orders;
            for (int ago = seconds; ago >= 1; ago--) {
                called[k] = called[k] * fading + (history.calls(ago + from) - history.calls(ago + to)) / (to - from);
            }
        }
        before = checkouts;
        conclude(history);
    }

    /** Orders per call; may be more than 1 where a pass is for several. */
    double share() {
        return share;
    }

    /** Orders per call that have come already of calls as old as the lags seen so far: there may be more, not fewer. */
    double seenShare() {
        return Math.min(seen, SHARE_MAX);
    }

    /** A second hump of checkout times has begun, with much still to come: until now its buyers counted as leavers. */
    boolean isSecondHumpRising() {
        return isSecondHumpRising;
    }

    /** From the call to the order, on average. */
    int lagSeconds() {
        return (int) Math.round(lagSeconds);
    }

    /** For each age of a call in seconds, which part of the orders that it will bring is still to come: 1 to 0. */
    void toCome(double[] byAge) {
        double all = seen + late;
        if (seenBins == 0 || all <= 0 || isWithoutTimes()) {
            Arrays.fill(byAge, 0);
            Arrays.fill(byAge, 0, LAG_SECONDS_UNKNOWN, 1);
            return;
        }
        double left = 1;
        for (int k = 0; k < seenBins; k++) {
            int from = CheckoutTimes.fromSeconds(k);
            int to = CheckoutTimes.toSeconds(k);
            double here = shares[k] / all;
            for (int age = from; age < to; age++) {
                byAge[age] = Math.max(0, left - here * (age - from) / (to - from));
            }
            left -= here;
        }
        // Of what could not be seen nobody knows when it comes: within as long again.
        int end = CheckoutTimes.toSeconds(seenBins - 1);
        int within = Math.max(end, LAG_SECONDS_UNKNOWN);
        for (int age = end; age < byAge.length; age++) {
            byAge[age] = Math.max(0, left * (end + within - age) / within);
        }
    }

    private void conclude(CallHistory history) {
        double calls = history.callsWithin(age);
        double enough = ENOUGH_SECONDS * calls / Math.max(1, age);
        // Held orders, and those whose time nobody knows, are taken to be like the others.
        double untimed = timed > 0 ? Math.max(1, arrived / timed) : 1;
        seen = 0;
        double lags = 0;
        seenBins = 0;
        for (int k = 0; k < BINS && called[k] > 0 && called[k] >= enough; k++) {
            shares[k] = untimed * ordered[k] / called[k];
            seen += shares[k];
            lags += shares[k] * (CheckoutTimes.fromSeconds(k) + CheckoutTimes.toSeconds(k)) / 2;
            seenBins = k + 1;
        }
        LateOrders.Foreseen foreseen = timed < FEW_ORDERS
                ? new LateOrders.Foreseen(guess(seen > 0 ? lags / seen : LAG_SECONDS_UNKNOWN), false)
                : new LateOrders(shares, called, seenBins).foresee();
        late = Math.min(Math.max(0, prior - seen), foreseen.most());
        isSecondHumpRising = foreseen.isSecondHump() && late > MUCH * seen;
        share = clamp(((seen + late) * calls + prior * PRIOR_CALLS) / (calls + PRIOR_CALLS));
        double lagToCome = Math.min(age, LAG_SECONDS_MAX);
        lagSeconds = seen + late > 0 ? (lags + late * lagToCome) / (seen + late) : lagToCome;
    }

    /** As gateways of another version tell none. */
    private boolean isWithoutTimes() {
        return arrived > FEW_ORDERS * (timed + 1);
    }

    /** Before there are orders to judge by: all may come, until it takes too long; and as many as came without a time. */
    private double guess(double lagSoFar) {
        double allUntil = 2 * lagSoFar + 10;
        double noneFrom = 3 * lagSoFar + 20;
        double part = Math.min(Math.max((noneFrom - age) / (noneFrom - allUntil), 0), 1);
        return Math.max(prior * part, called[0] > 0 ? arrived / called[0] - seen : 0);
    }

    private static double clamp(double share) {
        return Math.min(Math.max(share, SHARE_MIN), SHARE_MAX);
    }
}
