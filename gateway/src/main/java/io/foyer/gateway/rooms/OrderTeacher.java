package io.foyer.gateway.rooms;

import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.OrderMemory;
import io.foyer.admission.line.OrderMemory.LetThrough;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Teaches the store's order windows back when it lost some. Confined to the rooms thread.
 *
 * <p>It also remembers which gateways there were: the windows stay closed until all of them have told.
 */
final class OrderTeacher {
    private static final Logger log = LoggerFactory.getLogger(OrderTeacher.class);

    private static final Duration WINDOW = Duration.ofSeconds(61);
    private static final int GATEWAYS_MAX = 256;

    private final RoomSetting setting;
    private final OrderRecall recall;
    private final Supplier<Duration> lease;
    private final Map<String, Long> gatewaysHeardNanos = new HashMap<>();
    private boolean isWitness;
    private boolean teaching;
    private boolean closed;

    OrderTeacher(RoomSetting setting, OrderRecall recall, Supplier<Duration> lease) {
        this.setting = setting;
        this.recall = recall;
        this.lease = lease;
    }

    /** Hears of the windows once a second. */
    void heard(RoomId room, RoomSnapshot snapshot) {
        long now = setting.nanoClock().getAsLong();
        if (snapshot.windows().isOpen()) {
            isWitness = true;
            remember(snapshot.windows().gateways(), now);
            if (closed) {
                closed = false;
                log.info("shop {}: orders go on, the windows are complete", room.shop());
            }
        } else if (!teaching) {
            if (!closed) {
                closed = true;
                log.warn(
                        "shop {}: the store may have lost orders: new ones are held until it has been told of those that count"
                                + " ({} from here)",
                        room.shop(),
                        recall.size());
            }
            teach(room, snapshot.era(), now);
        }
    }

    private void remember(Set<String> gateways, long now) {
        gatewaysHeardNanos.values().removeIf(at -> at - now < -closedFor().toNanos());
        for (String gateway : gateways) {
            if (gatewaysHeardNanos.size() < GATEWAYS_MAX || gatewaysHeardNanos.containsKey(gateway)) {
                gatewaysHeardNanos.put(gateway, now);
            }
        }
    }

    private Duration closedFor() {
        return setting.isFresh() && !isWitness ? Duration.ZERO : lease.get().plus(WINDOW);
    }

    /** The last word goes out only when all before it arrived. */
    private void teach(RoomId room, long era, long now) {
        recall.forgetOld(now);
        LineStore store = setting.store();
        teaching = true;
        CompletableFuture<?>[] told = recall.all(now).entrySet().stream()
                .flatMap(entry -> chunks(entry.getValue()).stream()
                        .map(chunk -> store.teachOrders(
                                entry.getKey().room(), memory(entry.getKey().era(), chunk, false))))
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(told)
                .thenCompose(all -> store.teachOrders(room, memory(era, List.of(), true)))
                .whenCompleteAsync((isOpen, failure) -> teaching = false, setting.roomsThread())
                .exceptionally(failure -> false);
    }

    private static List<List<LetThrough>> chunks(List<LetThrough> orders) {
        List<List<LetThrough>> chunks = new ArrayList<>();
        for (int from = 0; from < orders.size(); from += OrderMemory.ORDERS_MAX) {
            chunks.add(orders.subList(from, Math.min(orders.size(), from + OrderMemory.ORDERS_MAX)));
        }
        return chunks;
    }

    private OrderMemory memory(long era, List<LetThrough> orders, boolean isLast) {
        return new OrderMemory(
                setting.gateway(),
                isWitness,
                gatewaysHeardNanos.keySet(),
                closedFor().toMillis(),
                era,
                orders,
                isLast);
    }
}
