package io.foyer.gateway.rooms;

import io.foyer.admission.line.LineStore;
import java.util.function.LongSupplier;

/**
 * What the parts of a room work with.
 *
 * @param gateway the name of this process, new at each start
 * @param nanoClock monotonic
 * @param isFresh whether the signing keys were made at this start, so that nobody can have a ticket from before
 */
record RoomSetting(String gateway, LineStore store, RoomsThread roomsThread, LongSupplier nanoClock, boolean isFresh) {}
