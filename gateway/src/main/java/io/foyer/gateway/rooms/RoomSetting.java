package io.foyer.gateway.rooms;

import io.foyer.admission.line.LineStore;
import java.util.function.LongSupplier;

/**
 * What the parts of a room work with.
 *
 * @param gateway this gateway's id
 * @param nanoClock monotonic
 * @param startMillis when this gateway started, ms since 1970
 */
record RoomSetting(
        String gateway, LineStore store, RoomsThread roomsThread, LongSupplier nanoClock, long startMillis) {}
