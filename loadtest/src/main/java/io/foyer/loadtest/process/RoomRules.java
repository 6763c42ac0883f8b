package io.foyer.loadtest.process;

import java.time.Duration;

/**
 * What a generated gateway config says about the line. Start from {@link #withBudget} and change what matters.
 *
 * @param ordersPerPass the order credit of a pass
 * @param sessionIdle how long an unused pass lasts; it may be used three times as long
 * @param pollMin the shortest time between two polls that buyers are told
 */
public record RoomRules(
        int ordersPerMinute,
        int ordersPer5s,
        int activeBuyers,
        int ordersPerPass,
        Duration pollMin,
        Duration pollMax,
        Duration sessionIdle,
        String message) {

    public RoomRules {
        requirePositive("orders-per-minute", ordersPerMinute);
        requirePositive("orders-per-5s", ordersPer5s);
        requirePositive("active-buyers", activeBuyers);
        requirePositive("session.orders", ordersPerPass);
    }

    /** With passes that last for ten minutes. */
    public RoomRules(
            int ordersPerMinute,
            int ordersPer5s,
            int activeBuyers,
            int ordersPerPass,
            Duration pollMin,
            Duration pollMax,
            String message) {
        this(
                ordersPerMinute,
                ordersPer5s,
                activeBuyers,
                ordersPerPass,
                pollMin,
                pollMax,
                Duration.ofMinutes(10),
                message);
    }

    /** The five-second budget is a third of the minute's, as in Foyer's own default. */
    public static RoomRules withBudget(int ordersPerMinute) {
        int ordersPer5s = Math.max(1, ordersPerMinute / 3);
        return new RoomRules(
                ordersPerMinute,
                ordersPer5s,
                10_000,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                "Tickets are going fast.");
    }

    public RoomRules ordersPerPass(int orders) {
        return new RoomRules(
                ordersPerMinute, ordersPer5s, activeBuyers, orders, pollMin, pollMax, sessionIdle, message);
    }

    public RoomRules activeBuyers(int buyers) {
        return new RoomRules(
                ordersPerMinute, ordersPer5s, buyers, ordersPerPass, pollMin, pollMax, sessionIdle, message);
    }

    public RoomRules sessionIdle(Duration idle) {
        return new RoomRules(
                ordersPerMinute, ordersPer5s, activeBuyers, ordersPerPass, pollMin, pollMax, idle, message);
    }

    public RoomRules message(String text) {
        return new RoomRules(
                ordersPerMinute, ordersPer5s, activeBuyers, ordersPerPass, pollMin, pollMax, sessionIdle, text);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
