package io.foyer.gateway.rooms;

import io.foyer.admission.line.LineStore;
import io.foyer.gateway.health.Pulses;
import java.util.function.LongSupplier;

/**
 * What the parts of a room work with.
 *
 * @param gateway the name of this process, new at each start
 * @param nanoClock monotonic
 * @param pulses how the shops answer
 * @param isFresh whether the signing keys were made at this start, so that nobody can have a ticket from before
 */
record RoomSetting(
        String gateway,
        LineStore store,
        RoomsThread roomsThread,
        LongSupplier nanoClock,
        Pulses pulses,
        boolean isFresh) {}
