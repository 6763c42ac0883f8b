package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.token.KeyRing;
import java.time.Duration;

/** What the parts of a room must know of their room and its shop, and tell it. Any thread may ask. */
interface RoomContext {
    RoomId id();

    RoomSetting setting();

    RoomEvents events();

    RoomTerms terms();

    Duration longestPoll();

    KeyRing keys();

    /** Each snapshot. On the rooms thread. */
    void heard(RoomSnapshot snapshot);
}
