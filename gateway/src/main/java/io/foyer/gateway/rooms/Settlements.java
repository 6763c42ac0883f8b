package io.foyer.gateway.rooms;

import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the store how orders ended. What the store did not take is told again. Confined to the rooms thread.
 *
 * <p>Results leave as soon as the rooms thread has done what it had to do, all that came meanwhile together, and always before
 * the gate asks for more orders: a buyer whose order came to nothing may send the next one at once.
 *
 * <p>Bounded: of more than {@link #WAITING_MAX} results the oldest are forgotten; the store then takes those orders for
 * created when their lease ends, which errs on the side of the budget.
 */
final class Settlements {
    private static final int WAITING_MAX = 65_536;
    private static final int BATCH_MAX = 256;

    private final LineStore store;
    private final RoomsThread thread;
    private final RoomEvents events;
    private final Map<RoomId, Deque<OrderResult>> waiting = new HashMap<>();
    private boolean scheduled;
    private long untoldApart;

    Settlements(LineStore store, RoomsThread thread, RoomEvents events) {
        this.store = store;
        this.thread = thread;
        this.events = events;
    }

    /** Orders let through without the store that it has not taken yet. */
    long untoldApart() {
        return untoldApart;
    }

    void add(RoomId room, OrderResult result) {
        untoldApart += apart(List.of(result));
        keep(room, result);
        if (!scheduled) {
            scheduled = true;
            thread.execute(this::send);
        }
    }

    /** Sends all that waits, also what the store did not take before. */
    void send() {
        scheduled = false;
        waiting.forEach((room, results) -> {
            while (!results.isEmpty()) {
                send(room, nextBatch(results));
            }
        });
    }

    private static List<OrderResult> nextBatch(Deque<OrderResult> results) {
        List<OrderResult> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX && !results.isEmpty()) {
            batch.add(results.remove());
        }
        return batch;
    }

    private void send(RoomId room, List<OrderResult> batch) {
        store.settleOrders(room, batch)
                .whenCompleteAsync(
                        (taken, failure) -> {
                            if (failure == null) {
                                untoldApart -= apart(batch);
                            } else {
                                batch.forEach(result -> keep(room, result));
                            }
                        },
                        thread)
                .exceptionally(failure -> null);
    }

    private static long apart(List<OrderResult> results) {
        return results.stream()
                .filter(result -> result.kind() == OrderResult.Kind.CREATED_APART)
                .count();
    }

    private void keep(RoomId room, OrderResult result) {
        Deque<OrderResult> results = waiting.computeIfAbsent(room, r -> new ArrayDeque<>());
        if (results.size() >= WAITING_MAX) {
            untoldApart -= apart(List.of(results.remove()));
            events.orderResultForgotten(room);
        }
        results.add(result);
    }
}
