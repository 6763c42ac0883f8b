package io.foyer.gateway.rooms;

import io.foyer.admission.line.Known;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.token.Ticket;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What this gateway remembers of a room, to teach a store that lost it: what the store said, and what the valid tickets and
 * passes say that come in. Any thread.
 */
final class RoomMemory {
    /** Eras are named after seconds: one that begins so much later than now was never begun. */
    private static final long ERA_JUMP_MAX = 1_000;

    private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);
    private final Runnable onAlarm;

    /** @param onAlarm a valid token names an era that cannot be: a key is in wrong hands, or a clock is far off */
    RoomMemory(Runnable onAlarm) {
        this.onAlarm = onAlarm;
    }

    Known known() {
        return known.get();
    }

    void learn(Known more) {
        known.updateAndGet(before -> before.merge(more));
    }

    void learn(Ticket.Numbered ticket, long nowSeconds) {
        // That an era begins is no news of whom it serves, and would make the room leave the eras before it.
        Place seen = ticket.servingSeen();
        learn(ticket.place(), seen.number() == 0 ? Place.START : seen, nowSeconds);
    }

    /** Who has a pass was called. */
    void learnPass(Place place, long nowSeconds) {
        learn(place, place, nowSeconds);
    }

    private void learn(Place place, Place serving, long nowSeconds) {
        Known now = known.get();
        if (Math.max(place.era(), serving.era()) > Math.max(now.era(), nowSeconds) + ERA_JUMP_MAX) {
            onAlarm.run();
        } else if (!covers(now, place) || serving.compareTo(now.serving()) > 0) {
            known.updateAndGet(before -> before.withServing(serving).withPlace(place));
        }
    }

    private static boolean covers(Known now, Place place) {
        if (place.compareTo(now.serving()) <= 0) {
            return true;
        }
        Long highest = now.highest().get(place.era());
        return highest != null && highest >= place.number();
    }

    void learn(RoomSnapshot snapshot) {
        TreeMap<Long, Long> highest = new TreeMap<>();
        snapshot.eras().forEach(line -> highest.put(line.era(), line.tail()));
        highest.put(snapshot.era(), snapshot.tail());
        Known said = new Known(snapshot.era(), snapshot.serving(), highest, snapshot.storeTimeMillis());
        known.updateAndGet(before -> before.merge(said).pruned());
    }
}
