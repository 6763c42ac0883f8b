package io.foyer.admission.line;

/** What pays for the calls of a room in the reference line: the grant budget, and the headroom of its last plan. */
final class ReferenceBudget {
    private static final long CALLS_MAX = 1_000;
    private static final long REFILLED_MILLIS_MAX = 1_000;

    private double tokens;
    private long headroom;
    private long sliceAt;

    /** The room has opened: nothing is left of before, and debts stay. */
    void begin(long slice) {
        tokens = Math.min(tokens, 0);
        headroom = 0;
        sliceAt = slice;
    }

    boolean isSliceOver(long now, CallPlan plan) {
        return now < sliceAt || now - sliceAt >= plan.sliceMillis();
    }

    void refill(long now, CallPlan plan, long called) {
        long elapsed = Math.min(Math.max(now - sliceAt, 0), REFILLED_MILLIS_MAX);
        tokens = Math.min(plan.burst(), tokens + plan.callsPerSecond() * elapsed / 1_000);
        headroom = plan.headroom().left(called);
        sliceAt = now;
    }

    /** Calls that are paid for. */
    long allowed() {
        return Math.max(0, Math.min(Math.min((long) Math.floor(tokens), headroom), CALLS_MAX));
    }

    /** @param least tokens that must be there; 0 borrows one */
    boolean has(int least) {
        return tokens >= least && headroom >= 1;
    }

    void pay() {
        tokens -= 1;
        headroom -= 1;
    }

    /**
     * Puts the plan's allowance aside while some are called by hand, and takes it up again behind them.
     *
     * @return how many were called
     */
    long aside(long calls, Runnable calling) {
        double paidLater = tokens;
        long planned = headroom;
        tokens = calls;
        headroom = calls;
        calling.run();
        long done = calls - headroom;
        tokens = paidLater;
        headroom = planned - done;
        return done;
    }
}
