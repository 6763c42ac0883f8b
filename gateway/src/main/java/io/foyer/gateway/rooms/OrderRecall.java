package io.foyer.gateway.rooms;

import io.foyer.admission.line.OrderMemory.LetThrough;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders that this gateway let through and that may still count in a window, to teach a store that lost some. Confined to
 * the rooms thread. Bounded by the budget, and by {@link #ORDERS_MAX} when a budget is larger than that: the oldest go first.
 */
final class OrderRecall {
    static final int ORDERS_MAX = 131_072;
    private static final long WINDOW_NANOS = 61_000_000_000L;

    /** Orders of one life of one room. */
    record Line(RoomId room, long era) {}

    /** @param countsUntilNanos from when on it counts in no window; a window after its settlement or the end of its lease */
    private record Remembered(Line line, long number, long countsUntilNanos) {}

    private final Map<String, Remembered> orders = new LinkedHashMap<>();
    private final RecallSize size;

    OrderRecall(RoomEvents events) {
        size = new RecallSize(Recall.ORDERS, events);
    }

    void reserved(String id, RoomId room, Place place, long leaseEndNanos) {
        if (orders.size() >= ORDERS_MAX) {
            Iterator<String> oldest = orders.keySet().iterator();
            oldest.next();
            oldest.remove();
            size.dropped();
        }
        orders.put(id, new Remembered(new Line(room, place.era()), place.number(), leaseEndNanos + WINDOW_NANOS));
        size.is(orders.size());
    }

    void created(String id, long nowNanos) {
        orders.computeIfPresent(id, (key, order) -> new Remembered(order.line, order.number, nowNanos + WINDOW_NANOS));
    }

    void notCreated(String id) {
        orders.remove(id);
        size.is(orders.size());
    }

    void forgetOld(long nowNanos) {
        orders.values().removeIf(order -> order.countsUntilNanos - nowNanos < 0);
        size.is(orders.size());
    }

    Map<Line, List<LetThrough>> all(long nowNanos) {
        Map<Line, List<LetThrough>> lines = new LinkedHashMap<>();
        orders.forEach((id, order) -> {
            long ageMillis = (nowNanos + WINDOW_NANOS - order.countsUntilNanos) / 1_000_000;
            lines.computeIfAbsent(order.line, line -> new ArrayList<>())
                    .add(new LetThrough(id, order.number, ageMillis));
        });
        return lines;
    }

    int size() {
        return orders.size();
    }
}
