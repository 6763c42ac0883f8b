package io.foyer.gateway.rooms;

import io.foyer.admission.line.LineStore;
import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.crawlers.Crawlers;
import io.foyer.gateway.health.Pulses;
import io.foyer.gateway.limits.LimitTally;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the parts of a room work with.
 *
 * @param gateway the name of this process, new at each start
 * @param nanoClock monotonic
 * @param secondClock since 1970; the clock that passes are judged by
 * @param pulses how the shops answer
 * @param isFresh whether the signing keys were made at this start, so that nobody can have a ticket from before
 * @param keys the signing keys in force, from which the keys of draws are derived
 * @param crawlers who of those that say they are crawlers is one
 */
record RoomSetting(
        String gateway,
        LineStore store,
        RoomsThread roomsThread,
        LongSupplier nanoClock,
        LongSupplier secondClock,
        Pulses pulses,
        boolean isFresh,
        Supplier<KeyRing> keys,
        Crawlers crawlers) {

    /** Without anybody who looks crawlers up. */
    RoomSetting(
            String gateway,
            LineStore store,
            RoomsThread roomsThread,
            LongSupplier nanoClock,
            LongSupplier secondClock,
            Pulses pulses,
            boolean isFresh,
            Supplier<KeyRing> keys) {
        this(
                gateway,
                store,
                roomsThread,
                nanoClock,
                secondClock,
                pulses,
                isFresh,
                keys,
                new Crawlers(new LimitTally(), outcome -> {}));
    }
}
