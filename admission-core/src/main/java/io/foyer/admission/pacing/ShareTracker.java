package io.foyer.admission.pacing;

/**
 * The share of calls that end in an order, over a longer time than {@link Conversion} looks back: of ten orders a minute, half an
 * hour is 300, and 300 tell a share to 6 % only.
 *
 * <pre>
 * share = (orders + 30) / (calls that were due to bring them + 30 / share of Conversion)     fading over max(300 s, 600 / B)
 * </pre>
 *
 * <p>While buyers' ways drift, so long a memory is always late. So the same share is kept for the last quarter of that time, and the
 * further it is from the other, the more it counts: not within one standard deviation (of chance and of 3 % that the lags may have
 * wrong), alone from three on.
 *
 * <p>A sudden change must not take as long to learn. Whenever 100 orders were due, and 10 seconds went by, those that came are
 * compared with them; when they differ by more than 3.5 standard deviations, of chance and of a tenth that the lags may have
 * wrong, all that was before is forgotten. In a sale's first quarter of an hour the lags are still being learned, and nothing is
 * compared, by neither.
 */
final class ShareTracker {
    private static final double MEMORY_ORDERS = 600;
    private static final double MEMORY_SECONDS_MIN = 300;
    private static final double PRIOR_ORDERS = 30;
    private static final double KNOWN_ORDERS = 60;
    private static final double TEST_ORDERS = 100;
    private static final int TEST_SECONDS = 10;
    private static final double TEST_LAGS_WRONG = 0.1;
    private static final int TEST_FROM_SECONDS = 900;
    private static final double TEST_DEVIATIONS = 3.5;

    private static final double LATELY = 0.25;
    private static final double LATELY_LAGS_WRONG = 0.03;
    private static final double LATELY_COUNTS_FROM = 1;
    private static final double LATELY_COUNTS_ALONE_FROM = 3;
    private static final double LATELY_ORDERS_MIN = 30;

    private double orders;
    private double due;
    private double ordersLately;
    private double dueLately;
    private double ordersInTest;
    private double dueInTest;
    private int secondsInTest;
    private int seconds;
    private double share = 1;

    void begin(double prior) {
        orders = 0;
        due = 0;
        ordersLately = 0;
        dueLately = 0;
        ordersInTest = 0;
        dueInTest = 0;
        secondsInTest = 0;
        seconds = 0;
        share = prior;
    }

    /**
     * Once a second.
     *
     * @param budget orders a second
     * @param callsDue of the calls so far, those that were due to bring their order in this second
     * @return whether a sudden change was found
     */
    boolean learn(double budget, double ordered, double callsDue, double conversion) {
        double memory = Math.max(MEMORY_SECONDS_MIN, MEMORY_ORDERS / budget);
        double keep = Math.exp(-1 / memory);
        orders = orders * keep + ordered;
        due = due * keep + callsDue;
        double keepLately = Math.exp(-1 / (LATELY * memory));
        ordersLately = ordersLately * keepLately + ordered;
        dueLately = dueLately * keepLately + callsDue;
        seconds++;
        secondsInTest++;
        ordersInTest += ordered;
        dueInTest += callsDue;
        boolean changed = false;
        double expected = dueInTest * share;
        if (expected > TEST_ORDERS && secondsInTest >= TEST_SECONDS) {
            double deviation = Math.hypot(Math.sqrt(expected), TEST_LAGS_WRONG * expected);
            if (seconds > TEST_FROM_SECONDS && Math.abs(ordersInTest - expected) > TEST_DEVIATIONS * deviation) {
                orders = ordersInTest;
                due = dueInTest;
                changed = true;
            }
            ordersInTest = 0;
            dueInTest = 0;
            secondsInTest = 0;
        }
        double prior = changed ? orders / Math.max(due, 1) : conversion;
        double all = (orders + PRIOR_ORDERS) / (due + PRIOR_ORDERS / Math.max(prior, Conversion.SHARE_MIN));
        double now = seconds > TEST_FROM_SECONDS ? drifted(all) : all;
        share = Math.min(Math.max(now, Conversion.SHARE_MIN), Conversion.SHARE_MAX);
        return changed;
    }

    private double drifted(double all) {
        double expected = dueLately * all;
        // After a pause hardly anything is due, and a straggler would look like a crowd.
        if (expected < LATELY_ORDERS_MIN) {
            return all;
        }
        double lately = ordersLately / dueLately;
        // The variance of a fading sum is half of the sum.
        double chance = Math.sqrt(0.5 / expected);
        double deviations = Math.abs(lately / all - 1) / Math.hypot(chance, LATELY_LAGS_WRONG);
        double weight = (deviations - LATELY_COUNTS_FROM) / (LATELY_COUNTS_ALONE_FROM - LATELY_COUNTS_FROM);
        return all + Math.min(1, Math.max(0, weight)) * (lately - all);
    }

    /** How well the share is known from orders seen, 0 to 1. */
    double known() {
        return orders / (orders + KNOWN_ORDERS);
    }

    double share() {
        return share;
    }
}
