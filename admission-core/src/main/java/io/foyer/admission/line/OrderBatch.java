package io.foyer.admission.line;

import java.util.List;

/**
 * Orders of one room that wait at one gateway, in their order of arrival there.
 *
 * @param gateway the sender; an order that it has not asked for in two seconds loses its turn
 * @param era the era of the orders' passes
 * @param limits the shop's windows
 * @param orders at most {@link #ORDERS_MAX}; more wait for the next batch
 */
public record OrderBatch(String gateway, long era, OrderLimits limits, List<Order> orders) {
    public static final int ORDERS_MAX = 256;

    public OrderBatch {
        if (orders.isEmpty() || orders.size() > ORDERS_MAX) {
            throw new IllegalArgumentException("orders: " + orders.size() + " (expected: 1 to " + ORDERS_MAX + ")");
        }
        orders = List.copyOf(orders);
    }

    /**
     * @param id unique among all orders of the shop
     * @param number the place that the order's pass came from; 0 for an order without a pass, which takes slots but no credit
     * @param credit how many orders that pass is for
     */
    public record Order(String id, long number, int credit) {
        /** The store keeps what a place has spent in four bits. */
        public static final int CREDIT_MAX = 15;

        public Order {
            if (credit < 1 || credit > CREDIT_MAX) {
                throw new IllegalArgumentException("credit: " + credit + " (expected: 1 to " + CREDIT_MAX + ")");
            }
        }
    }

    /**
     * @param leaseMillis an order that is not settled within this time counts as created at its end; longer than any
     *     forwarded request may take
     */
    public record OrderLimits(int perMinute, int per5s, long leaseMillis) {
        public OrderLimits {
            if (perMinute < 1 || per5s < 1 || leaseMillis < 1) {
                throw new IllegalArgumentException("orders per minute " + perMinute + ", per 5 s " + per5s + ", lease "
                        + leaseMillis + " ms (expected: all >= 1)");
            }
        }
    }
}
