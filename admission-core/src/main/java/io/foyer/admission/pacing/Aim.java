package io.foyer.admission.pacing;

/**
 * How much of the budget to aim at. Orders come at random times, so an exact window of N orders is a queue with N servers of 60 s
 * each, and the last percents of use are paid for with holds (Erlang 1917; Halfin and Whitt 1981: what is left free goes with
 * the root of N). The aim starts from that and then seeks the point where orders are held for longer than a second or two (where
 * there are few orders, more than one of them) half of the time:
 *
 * <pre>
 * aim = exp(z),  z0 = -0.1 / sqrt(N),  dz/dt = 0.0002 x (1/2 where little is held, -1/2 where more is),  -0.25 <= z <= 0.15
 * </pre>
 *
 * <p>It may pass 1, for it also makes up for what the other estimates have wrong.
 */
final class Aim {
    private static final double LEFT_FREE = 0.1;
    private static final double STEP = 1e-4;
    private static final double LOWEST = -0.25;
    private static final double HIGHEST = 0.15;
    private static final int FEW_ORDERS = 60;
    private static final int SOME_ORDERS = 300;

    private double logarithm = Double.NaN;

    /** Once a second in which buyers wait and nothing but the budget limits their calls. */
    void learn(int ordersPerMinute, long held) {
        start(ordersPerMinute);
        boolean tooMany = held > Math.max(1, heldSeconds(ordersPerMinute) * ordersPerMinute / 60.0);
        logarithm = Math.min(Math.max(logarithm + (tooMany ? -STEP : STEP), LOWEST), HIGHEST);
    }

    /** As a part of the budget. */
    double part(int ordersPerMinute) {
        start(ordersPerMinute);
        return Math.exp(logarithm);
    }

    private void start(int ordersPerMinute) {
        if (Double.isNaN(logarithm)) {
            logarithm = -LEFT_FREE / Math.sqrt(ordersPerMinute);
        }
    }

    private static double heldSeconds(int ordersPerMinute) {
        if (ordersPerMinute < FEW_ORDERS) {
            return 4.5;
        }
        return ordersPerMinute < SOME_ORDERS ? 2.2 : 1;
    }
}
