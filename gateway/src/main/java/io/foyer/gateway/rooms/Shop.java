package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.crawlers.Crawlers;
import io.foyer.gateway.exchange.ShopUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One shop at this gateway: its rooms, the pace at which they call, and its order gate. {@link #state} may be read from any
 * thread; the rest happens on the rooms thread.
 */
final class Shop {
    private final RoomSetting setting;
    private final RoomEvents events;
    private final Map<String, Room> roomsByName = new HashMap<>();
    private final ShopCondition condition;
    private final Pace pace;
    private final OrderGate gate;
    private final OrderTeacher teacher;
    private final OpenDoor door;
    private volatile ShopState state;

    Shop(ShopConfig config, ShopUpstream upstream, ShopPages pages, RoomSetting setting, RoomEvents events) {
        this.condition = new ShopCondition(setting.pulses().of(config.name()));
        this.pace = new Pace(condition);
        this.setting = setting;
        this.events = events;
        this.state = stateOf(config, upstream, pages);
        OrderRecall recall = new OrderRecall(events);
        this.door = new OpenDoor(
                () -> Place.apartEra(ThreadLocalRandom.current().nextLong()),
                setting.nanoClock(),
                setting.secondClock());
        this.gate = new OrderGate(() -> state.config(), setting, events, recall, door::era);
        this.teacher = new OrderTeacher(setting, recall, () -> OrderLease.of(state.config()));
    }

    ShopState state() {
        return state;
    }

    /** Any thread. */
    ShopCondition.Now condition() {
        return condition.now();
    }

    Crawlers crawlers() {
        return setting.crawlers();
    }

    OrderGate gate() {
        return gate;
    }

    OpenDoor door() {
        return door;
    }

    /** How a room lets buyers in without the store; null when it does not. Any thread. */
    OpenDoor.@Nullable Terms openTerms(ShopState now, Room room) {
        Allotment share = gate.share().allotment();
        double factor = condition.now().factor();
        boolean isMeant = now.config().storeDown() == ShopConfig.StoreDown.OPEN && room.isAway();
        if (!isMeant || share == null || factor == 0 || !room.isOpenApart()) {
            return null;
        }
        // Who is let in now comes to the checkout when orders may go again.
        long early =
                Math.min(TimeUnit.SECONDS.toNanos(pace.checkoutSeconds()), share.fromNanos() - share.silentNanos());
        RoomTerms terms = now.terms(room.id().room());
        return new OpenDoor.Terms(
                share.fromNanos() - early,
                share.untilNanos(),
                (long) (Math.max(share.spacingNanos(), spacing(now, room, share)) / factor),
                Math.max(1, (int) ((long) now.config().budget().activeBuyers() * share.millionths() / 1_000_000)),
                terms);
    }

    private static long spacing(ShopState now, Room room, Allotment share) {
        RoomConfig config = now.config().rooms().get(now.rooms().indexOf(room));
        double perMinute = now.config().ordersPerMinuteApart(config) * share.millionths() / 1_000_000;
        return (long) (TimeUnit.MINUTES.toNanos(1) / perMinute);
    }

    /** Puts a new config in force. Rooms that stay keep all they know; one that goes keeps its line in the store. */
    void use(ShopConfig config, ShopUpstream upstream, ShopPages pages) {
        state = stateOf(config, upstream, pages);
    }

    private ShopState stateOf(ShopConfig config, ShopUpstream upstream, ShopPages pages) {
        List<Room> rooms = new ArrayList<>();
        for (RoomConfig room : config.rooms()) {
            rooms.add(roomsByName.computeIfAbsent(room.name(), name -> newRoom(config.name(), name)));
        }
        List<Room> gone = new ArrayList<>(roomsByName.values());
        gone.removeAll(rooms);
        gone.forEach(Room::forgetGrants);
        roomsByName.values().removeAll(gone);
        return new ShopState(this, config, upstream, pages, rooms);
    }

    private Room newRoom(String shop, String name) {
        return new Room(new InShop(new RoomId(shop, name)));
    }

    private final class InShop implements RoomContext {
        private final RoomId id;

        InShop(RoomId id) {
            this.id = id;
        }

        @Override
        public RoomId id() {
            return id;
        }

        @Override
        public RoomSetting setting() {
            return setting;
        }

        @Override
        public RoomEvents events() {
            return events;
        }

        @Override
        public RoomTerms terms() {
            return state.terms(id.room());
        }

        @Override
        public Duration longestPoll() {
            return state.pages().polls().longest();
        }

        @Override
        public KeyRing keys() {
            return setting.keys().get();
        }

        @Override
        public void heard(RoomSnapshot snapshot) {
            door.shut(id);
            teacher.heard(id, snapshot);
        }
    }

    /** Once a second. */
    void sync() {
        pace.observe(state);
        state.rooms().forEach(Room::sync);
        gate.share().keep();
    }

    /** This gateway lets no more orders through. */
    void leave() {
        gate.share().leave();
    }

    /** Calls next in all rooms, and lets the gate refuse who has waited too long. */
    void slice() {
        pace.call(state, setting.nanoClock().getAsLong());
        gate.tick();
    }

    ShopReport report() {
        ShopState now = state;
        return new ShopReport(
                now.config(),
                now.upstream().upstream(),
                now.rooms().stream().map(Room::report).toList(),
                gate.held(),
                pace.report(),
                door.report());
    }
}
