package io.foyer.admission.pacing;

import java.util.Optional;

/**
 * How much of its budget a shop can take just now, from how it answers.
 *
 * <pre>
 * factor = pace x ramp
 * strain = the most of {@link ResponseTimes} and {@link ShopFailures}, of pages and of orders
 * pace   = {@link BearablePace}, which is cut while strain &gt; 0 and rises while it is not
 *          where less load does not help, the times are taken as they are: {@link Relief}
 * ramp   = {@link TakeoverRamp}: 0 while no server is fit and for 5 s after another zone took over, then up to 1 in 30 s
 * </pre>
 *
 * <p>Not thread-safe; one per shop and gateway.
 */
public final class ShopHealth {
    private static final double SLOWED = 0.9;
    private static final double FINE = 0.98;

    /** Why a shop is called for more slowly than its budget allows. */
    public enum Reason {
        /** It is not. */
        NONE,
        LATENCY,
        FAILURES,
        /** Another zone or the standby has just taken over. */
        FAILOVER,
        /** No server is fit to serve. */
        DOWN
    }

    /**
     * What requests of one kind came to in a second.
     *
     * @param answered those that the shop answered, failures included
     * @param logNanosSum the sum of the natural logarithms of the nanoseconds to their first byte
     * @param failed answered with a 5xx, or not at all
     * @param unanswered of those that failed, how many had no answer
     */
    public record Answers(long answered, double logNanosSum, long failed, long unanswered) {
        public static final Answers NONE = new Answers(0, 0, 0, 0);
    }

    /**
     * A second of a shop.
     *
     * @param serving the zone that serves; empty while none can
     * @param load orders of the last minute as a part of the budget
     * @param checkoutSeconds from the call to the order, as learned
     */
    public record Second(
            Answers pages, Answers orders, Optional<String> serving, double load, double checkoutSeconds) {}

    private final ResponseTimes pageTimes = new ResponseTimes();
    private final ResponseTimes orderTimes = new ResponseTimes();
    private final ShopFailures pageFailures = new ShopFailures();
    private final ShopFailures orderFailures = new ShopFailures();
    private final TakeoverRamp ramp = new TakeoverRamp();
    private final BearablePace pace = new BearablePace();
    private final Relief relief = new Relief(pageTimes, orderTimes);
    private Reason strainedBy = Reason.NONE;
    private boolean slow;

    /** Once a second. */
    public void observe(Second second) {
        ramp.observe(second.serving());
        if (ramp.part() == 0) {
            return;
        }
        learn(pageTimes, pageFailures, second.pages());
        learn(orderTimes, orderFailures, second.orders());
        double times = Math.max(pageTimes.strain(), orderTimes.strain());
        double failures = Math.max(pageFailures.strain(), orderFailures.strain());
        boolean strained = Math.max(times, failures) > 0;
        double before = pace.pace();
        boolean cut = pace.learn(strained, second.load(), second.checkoutSeconds());
        if (cut && times > 0 && relief.cut(second.load(), before)) {
            pace.forgetMark();
        }
        if (strained) {
            strainedBy = failures > times ? Reason.FAILURES : Reason.LATENCY;
        }
        if (pace.pace() == 1) {
            relief.reset();
        }
        slow = pace.pace() < (slow ? FINE : SLOWED);
    }

    private void learn(ResponseTimes times, ShopFailures failures, Answers answers) {
        boolean strained = pace.pace() < 1;
        times.learn(answers.answered(), answers.logNanosSum(), strained);
        failures.learn((double) answers.answered() + answers.unanswered(), answers.failed(), strained);
    }

    /** 0 to 1. */
    public double factor() {
        return pace.pace() * ramp.part();
    }

    public Reason reason() {
        if (ramp.part() < 1) {
            return ramp.isDown() ? Reason.DOWN : Reason.FAILOVER;
        }
        return slow ? strainedBy : Reason.NONE;
    }

    /** How many times as long as usual the shop takes to answer, pages or orders, whichever is worse. */
    public double timesAsLong() {
        return Math.max(pageTimes.timesAsLong(), orderTimes.timesAsLong());
    }

    /** The share of its answers that are failures, pages or orders, whichever is worse. */
    public double failureShare() {
        return Math.max(pageFailures.share(), orderFailures.share());
    }
}
