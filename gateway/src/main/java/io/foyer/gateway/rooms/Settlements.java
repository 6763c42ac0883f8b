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
import java.util.concurrent.Executor;

/**
 * Tells the store how orders ended, one batch at a time for each room. What the store did not take is told again. Confined
 * to the rooms thread.
 *
 * <p>Bounded: of more than {@link #WAITING_MAX} results the oldest are forgotten; the store then takes those orders for
 * created when their lease ends, which errs on the side of the budget.
 */
final class Settlements {
    private static final int WAITING_MAX = 65_536;
    private static final int BATCH_MAX = 256;

    private final LineStore store;
    private final Executor roomsThread;
    private final Map<RoomId, Outbox> outboxes = new HashMap<>();

    private static final class Outbox {
        private final Deque<OrderResult> waiting = new ArrayDeque<>();
        private boolean underWay;
    }

    Settlements(LineStore store, Executor roomsThread) {
        this.store = store;
        this.roomsThread = roomsThread;
    }

    void add(RoomId room, OrderResult result) {
        Outbox outbox = outboxes.computeIfAbsent(room, r -> new Outbox());
        if (outbox.waiting.size() >= WAITING_MAX) {
            outbox.waiting.remove();
        }
        outbox.waiting.add(result);
        send(room, outbox);
    }

    /** Sends what the store did not take before. Called every slice. */
    void retry() {
        outboxes.forEach(this::send);
    }

    private void send(RoomId room, Outbox outbox) {
        if (outbox.underWay || outbox.waiting.isEmpty()) {
            return;
        }
        List<OrderResult> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX && !outbox.waiting.isEmpty()) {
            batch.add(outbox.waiting.remove());
        }
        outbox.underWay = true;
        store.settleOrders(room, batch)
                .whenCompleteAsync(
                        (done, failure) -> {
                            outbox.underWay = false;
                            if (failure == null) {
                                send(room, outbox);
                            } else {
                                batch.forEach(outbox.waiting::add);
                            }
                        },
                        roomsThread)
                .exceptionally(failure -> null);
    }
}
