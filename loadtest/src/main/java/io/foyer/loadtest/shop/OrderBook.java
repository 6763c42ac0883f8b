package io.foyer.loadtest.shop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All orders in the order of their creation, at most a million; thread-safe. */
final class OrderBook {
    static final int CAPACITY = 1_000_000;

    private final List<Order> orders = new ArrayList<>();

    /** Empty when the book is full: the shop is sold out. */
    synchronized Optional<Order> create(int seats, @Nullable String room, @Nullable String number) {
        if (orders.size() == CAPACITY) {
            return Optional.empty();
        }
        // The time is taken under the lock, so that the list is in order of time.
        Order order = new Order(orders.size() + 1, Instant.now(), System.nanoTime(), seats, room, number);
        orders.add(order);
        return Optional.of(order);
    }

    synchronized Optional<Order> find(int id) {
        return id >= 1 && id <= orders.size() ? Optional.of(orders.get(id - 1)) : Optional.empty();
    }

    synchronized List<Order> all() {
        return List.copyOf(orders);
    }
}
