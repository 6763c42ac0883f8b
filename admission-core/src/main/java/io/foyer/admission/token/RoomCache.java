package io.foyer.admission.token;

import io.foyer.admission.line.RoomId;
import org.jspecify.annotations.Nullable;

/** Rooms by name, so that a request does not validate the name of its room anew. Bounded: a room may take another's seat. */
final class RoomCache {
    private static final int SEATS = 64;

    private final @Nullable RoomId[] rooms = new @Nullable RoomId[SEATS];

    /** @throws IllegalArgumentException when either is not a name */
    RoomId get(String shop, String room) {
        int seat = (31 * shop.hashCode() + room.hashCode()) & (SEATS - 1);
        RoomId known = rooms[seat];
        if (known != null && known.shop().equals(shop) && known.room().equals(room)) {
            return known;
        }
        RoomId fresh = new RoomId(shop, room);
        rooms[seat] = fresh;
        return fresh;
    }
}
