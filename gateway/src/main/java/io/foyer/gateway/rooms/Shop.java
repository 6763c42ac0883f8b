package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.exchange.ShopUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private volatile ShopState state;

    Shop(ShopConfig config, ShopUpstream upstream, ShopPages pages, RoomSetting setting, RoomEvents events) {
        this.condition = new ShopCondition(setting.pulses().of(config.name()));
        this.pace = new Pace(condition);
        this.setting = setting;
        this.events = events;
        this.state = stateOf(config, upstream, pages);
        OrderRecall recall = new OrderRecall();
        this.gate = new OrderGate(() -> state.config(), setting, events, recall);
        this.teacher = new OrderTeacher(setting, recall, () -> OrderLease.of(state.config()));
    }

    ShopState state() {
        return state;
    }

    /** Any thread. */
    ShopCondition.Now condition() {
        return condition.now();
    }

    OrderGate gate() {
        return gate;
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
        roomsByName.values().retainAll(rooms);
        return new ShopState(this, config, upstream, pages, rooms);
    }

    private Room newRoom(String shop, String name) {
        return new Room(new RoomId(shop, name), setting, new RoomContext(name), events);
    }

    private final class RoomContext implements Room.Context {
        private final String name;

        RoomContext(String name) {
            this.name = name;
        }

        @Override
        public RoomTerms terms() {
            return state.terms(name);
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
        public void heard(RoomId room, RoomSnapshot snapshot) {
            teacher.heard(room, snapshot);
        }
    }

    /** Once a second. */
    void sync() {
        pace.observe(state);
        state.rooms().forEach(Room::sync);
        gate.keepShare();
    }

    /** This gateway lets no more orders through. */
    void leave() {
        gate.leave();
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
                pace.report());
    }
}
