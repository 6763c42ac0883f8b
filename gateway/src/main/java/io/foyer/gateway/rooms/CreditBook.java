package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Orders that this gateway let through, by pass: what a pass has spent here while the store cannot say. Confined to the rooms
 * thread.
 *
 * <p>Bounded: of more than {@link #PASSES_MAX} passes the oldest is forgotten, which matters only while the store is away: it
 * could then order once more.
 */
final class CreditBook {
    static final int PASSES_MAX = 65_536;

    private record Holder(RoomId room, Place place) {}

    private final Map<Holder, Set<String>> orders = new LinkedHashMap<>();
    private final RecallSize size;

    CreditBook(RoomEvents events) {
        size = new RecallSize(Recall.CREDITS, events);
    }

    void took(RoomId room, Place place, String order) {
        if (place.number() == 0) {
            return;
        }
        orders.computeIfAbsent(new Holder(room, place), holder -> new HashSet<>())
                .add(order);
        if (orders.size() > PASSES_MAX) {
            orders.remove(orders.keySet().iterator().next());
            size.dropped();
        }
        size.is(orders.size());
    }

    void gaveBack(RoomId room, Place place, String order) {
        orders.computeIfPresent(new Holder(room, place), (holder, taken) -> {
            taken.remove(order);
            return taken.isEmpty() ? null : taken;
        });
        size.is(orders.size());
    }

    /** Orders of the pass that are created or under way; none of nobody's place. */
    int spent(RoomId room, Place place) {
        Set<String> taken = orders.get(new Holder(room, place));
        return taken == null ? 0 : taken.size();
    }
}
