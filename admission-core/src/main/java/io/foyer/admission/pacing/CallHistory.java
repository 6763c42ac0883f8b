package io.foyer.admission.pacing;

import io.foyer.admission.line.CheckoutTimes;

/** Calls and orders of a shop, cumulative, sampled once a second for as long as checkouts are timed. Times are whole seconds ago. */
final class CallHistory {
    static final int SECONDS = CheckoutTimes.SECONDS_MAX + 60;

    private final double[] calls = new double[SECONDS];
    private final double[] orders = new double[SECONDS];
    private long lastSecond;
    private int length;
    private double callsBefore;

    /**
     * Remembers the state of this second. A second that was missed counts as one in which nothing had changed yet. Counts that
     * went down (another era) begin the history anew.
     *
     * @param ordersNow orders created, and those that are held and will be
     */
    void record(long second, double callsNow, double ordersNow) {
        if (length > 0 && (callsNow < calls(0) || second < lastSecond || isWithoutCalls(callsNow))) {
            length = 0;
        }
        if (length == 0) {
            callsBefore = callsNow;
            append(second, callsNow, ordersNow);
            return;
        }
        long missed = Math.min(second - lastSecond - 1, SECONDS);
        double callsThen = calls(0);
        double ordersThen = orders(0);
        for (long i = missed; i > 0; i--) {
            append(second - i, callsThen, ordersThen);
        }
        if (second > lastSecond) {
            append(second, callsNow, ordersNow);
        } else {
            put(callsNow, ordersNow);
        }
    }

    /** It begins with the first call: from its age follows what the calls in it can tell already. */
    private boolean isWithoutCalls(double callsNow) {
        return !isFull() && callsNow == callsBefore;
    }

    void clear() {
        length = 0;
    }

    /** The second that was recorded last. */
    long second() {
        return lastSecond;
    }

    /** How many seconds back the history goes. */
    int age() {
        return Math.max(0, length - 1);
    }

    boolean isFull() {
        return length == SECONDS;
    }

    /** Buyers called up to {@code ago} seconds ago; before the history began nobody was. */
    double calls(int ago) {
        return calls[index(ago)];
    }

    double orders(int ago) {
        return orders[index(ago)];
    }

    double callsWithin(int seconds) {
        return calls(0) - calls(seconds);
    }

    private void append(long second, double callsNow, double ordersNow) {
        lastSecond = second;
        length = Math.min(length + 1, SECONDS);
        put(callsNow, ordersNow);
    }

    private void put(double callsNow, double ordersNow) {
        int at = index(0);
        calls[at] = callsNow;
        orders[at] = ordersNow;
    }

    private int index(int ago) {
        return (int) Math.floorMod(lastSecond - Math.min(ago, age()), (long) SECONDS);
    }
}
