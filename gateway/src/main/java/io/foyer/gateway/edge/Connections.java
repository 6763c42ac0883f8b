package io.foyer.gateway.edge;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections of one listener, over all event loops; bounded. Thread-safe. */
final class Connections {
    private volatile int max;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<BuyerConnection> all = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    Connections(int max) {
        this.max = max;
    }

    void limit(int newMax) {
        max = newMax;
    }

    /** Takes a place for a connection, if there is one; {@link #left()} gives it back. */
    boolean enter() {
        if (open.incrementAndGet() <= max) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    /** Takes a place that counts for draining only. */
    void hold() {
        open.incrementAndGet();
    }

    void left() {
        if (open.decrementAndGet() == 0 && draining) {
            drained.complete(null);
        }
    }

    void add(BuyerConnection connection) {
        all.add(connection);
    }

    void remove(BuyerConnection connection) {
        all.remove(connection);
    }

    int open() {
        return open.get();
    }

    Set<BuyerConnection> all() {
        return all;
    }

    boolean isDraining() {
        return draining;
    }

    /** Completes when no connection is left. */
    CompletableFuture<Void> drain() {
        draining = true;
        if (open.get() == 0) {
            drained.complete(null);
        }
        return drained;
    }
}
