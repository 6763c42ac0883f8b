package io.foyer.admission.line;

import java.util.List;
import java.util.Set;

/**
 * What a gateway remembers of the orders that it let through lately, for a store whose order windows may have lost some.
 *
 * @param gateway the sender
 * @param isWitness whether the sender saw the windows before they were lost, and so knows who else let orders through
 * @param gateways whom the sender has heard of while those orders could still count
 * @param closedMillis for so long nothing is let through unless all of them have told: a lease and a window
 * @param era the era of the orders' passes
 * @param orders let through by the sender and not older than that
 * @param isLast whether the sender has now told all of its orders
 */
public record OrderMemory(
        String gateway,
        boolean isWitness,
        Set<String> gateways,
        long closedMillis,
        long era,
        List<LetThrough> orders,
        boolean isLast) {
    /** At most this many orders are told at once. */
    public static final int ORDERS_MAX = 1_024;

    public OrderMemory {
        if (orders.size() > ORDERS_MAX) {
            throw new IllegalArgumentException("orders: " + orders.size() + " (expected: at most " + ORDERS_MAX + ")");
        }
        gateways = Set.copyOf(gateways);
        orders = List.copyOf(orders);
    }

    /**
     * @param number the place that the order's pass came from
     * @param ageMillis how long ago it was settled; negative: its lease ends in so long
     */
    public record LetThrough(String id, long number, long ageMillis) {}
}
