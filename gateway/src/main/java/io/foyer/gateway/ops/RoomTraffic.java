package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomId;
import io.foyer.gateway.rooms.RoomEvents;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the rooms tell of and logs when the store comes and goes. Orders are rare enough for a lookup each. */
public final class RoomTraffic implements RoomEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RoomTraffic.class);

    private final Meters meters;
    private final Counter presenceOverflows;

    public RoomTraffic(Meters meters) {
        this.meters = meters;
        this.presenceOverflows = meters.counter(Metric.PRESENCE_OVERFLOWS);
    }

    @Override
    public void rollOverflowed() {
        presenceOverflows.increment();
    }

    @Override
    public void storeLost(RoomId room) {
        meters.counter(Metric.ROOM_STORE_LOST, room.shop(), room.room()).increment();
        LOG.warn("room {}: the store does not answer; admitted buyers go on, the others wait", room);
    }

    @Override
    public void storeReturned(RoomId room) {
        LOG.info("room {}: the store answers again", room);
    }

    @Override
    public void orderHeld(String shop, long nanos) {
        meters.timer(Metric.ORDER_HOLD, shop).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void orderRefused(String shop) {
        meters.counter(Metric.ORDERS_REFUSED, shop).increment();
    }

    @Override
    public void orderOnLocalShare(String shop) {
        meters.counter(Metric.ORDERS_LOCAL, shop).increment();
    }
}
