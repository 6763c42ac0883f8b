package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomId;
import io.foyer.gateway.log.RepeatedLog;
import io.foyer.gateway.rooms.CodeUse;
import io.foyer.gateway.rooms.Recall;
import io.foyer.gateway.rooms.RoomEvents;
import io.foyer.gateway.rooms.WaitResult;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts what the rooms tell of and logs when the store comes and goes. Orders are rare enough for a lookup each. */
public final class RoomTraffic implements RoomEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RoomTraffic.class);

    /** A slow store comes and goes every second, for each room. */
    private final RepeatedLog lost = new RepeatedLog(LOG, Level.WARN);

    private final RepeatedLog returned = new RepeatedLog(LOG, Level.INFO);

    private final RepeatedLog alarms = new RepeatedLog(LOG, Level.ERROR);

    private final Meters meters;
    private final Counter presenceOverflows;
    private final Map<Recall, AtomicLong> recalled = new EnumMap<>(Recall.class);
    private final Map<Recall, Counter> recallDrops = new EnumMap<>(Recall.class);

    public RoomTraffic(Meters meters) {
        this.meters = meters;
        this.presenceOverflows = meters.counter(Metric.PRESENCE_OVERFLOWS);
        for (Recall memory : Recall.values()) {
            AtomicLong entries = new AtomicLong();
            recalled.put(memory, entries);
            meters.gauge(Metric.RECALL_ENTRIES, entries::get, Texts.lower(memory));
            recallDrops.put(memory, meters.counter(Metric.RECALL_DROPPED, Texts.lower(memory)));
        }
    }

    @Override
    public void rollOverflowed() {
        presenceOverflows.increment();
    }

    @Override
    public void recallGrew(Recall memory, int entries) {
        Objects.requireNonNull(recalled.get(memory)).addAndGet(entries);
    }

    @Override
    public void recallDropped(Recall memory) {
        Objects.requireNonNull(recallDrops.get(memory)).increment();
    }

    @Override
    public void eraAlarm(RoomId room) {
        meters.counter(Metric.ROOM_ERA_ALARMS, room.shop(), room.room()).increment();
        alarms.log(
                "room {}: a valid ticket names an era far in the future and was ignored: a clock is off, or a signing key"
                        + " is in wrong hands",
                room);
    }

    @Override
    public void storeLost(RoomId room) {
        meters.counter(Metric.ROOM_STORE_LOST, room.shop(), room.room()).increment();
        lost.log(
                "room {}: the store does not answer: admitted buyers go on, the waiting keep their places but nobody is"
                        + " called, newcomers wait for a number (or, where store-down is open, go in at this gateway's share of the pace); check Redis and the way to it",
                room);
    }

    @Override
    public void storeReturned(RoomId room) {
        returned.log("room {}: the store answers again: newcomers get their numbers, calls go on in seconds", room);
    }

    @Override
    public void waitEnded(RoomId room, WaitResult result) {
        meters.counter(Metric.WAIT_PROMISES, room.shop(), room.room(), Texts.lower(result))
                .increment();
    }

    @Override
    public void codeUsed(RoomId room, CodeUse use) {
        meters.counter(Metric.ROOM_CODES, room.shop(), room.room(), Texts.lower(use))
                .increment();
    }

    @Override
    public void calledByHand(RoomId room, long buyers) {
        meters.counter(Metric.ROOM_CALLED_BY_HAND, room.shop(), room.room()).increment(buyers);
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
    public void orderResultForgotten(RoomId room) {
        meters.counter(Metric.ORDER_RESULTS_FORGOTTEN, room.shop(), room.room()).increment();
    }

    @Override
    public void orderOnLocalShare(String shop) {
        meters.counter(Metric.ORDERS_LOCAL, shop).increment();
    }
}
