package io.foyer.admission.line;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The line in plain Java, one record a ticket: slow, and obviously right. Tests only. */
public final class InMemoryLine implements LineStore, LineFixture {
    private final Map<RoomId, ReferenceRoom> rooms = new HashMap<>();
    private final Map<String, ReferenceShop> shops = new HashMap<>();
    private long nowMillis;
    private String lineage = "0";

    @Override
    public LineStore line() {
        return this;
    }

    @Override
    public void setTime(long millis) {
        nowMillis = millis;
    }

    @Override
    public void setLineage(String lineage) {
        this.lineage = lineage;
    }

    @Override
    public void close() {}

    @Override
    public CompletionStage<JoinReply> join(RoomId room, JoinBlock block, RoomTerms terms) {
        return done(room(room).join(block));
    }

    @Override
    public CompletionStage<SyncReply> sync(RoomId room, Heartbeat heartbeat, RoomTerms terms) {
        shop(room).hear(heartbeat.gateway(), nowMillis);
        ReferenceRoom state = room(room);
        if (!state.isOpen()) {
            state.learn(heartbeat);
            return done(state.closedReply());
        }
        state.startAfreshIfOld();
        state.growOlder(terms);
        if (heartbeat.era() == state.era.number) {
            state.hear(heartbeat);
        }
        return done(new SyncReply.Open(state.snapshot(shop(room).state(nowMillis))));
    }

    @Override
    public CompletionStage<SyncReply> settle(RoomId room, Heartbeat heartbeat, long settleMillis) {
        shop(room).hear(heartbeat.gateway(), nowMillis);
        ReferenceRoom state = room(room);
        if (!state.isOpen()) {
            state.learn(heartbeat);
            state.settle(settleMillis);
        }
        if (!state.isOpen()) {
            return done(state.closedReply());
        }
        state.startAfreshIfOld();
        if (heartbeat.era() == state.era.number) {
            state.hear(heartbeat);
        }
        return done(new SyncReply.Open(state.snapshot(shop(room).state(nowMillis))));
    }

    @Override
    public CompletionStage<CallReply> callNext(RoomId room, long era, CallPlan plan, RoomTerms terms) {
        return done(room(room).callNext(era, plan, terms));
    }

    @Override
    public CompletionStage<GrantReply> grant(RoomId room, Place place, RoomTerms terms) {
        return done(room(room).grant(place, terms));
    }

    @Override
    public CompletionStage<Void> end(RoomId room, Place place) {
        room(room).end(place);
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<Void> pause(RoomId room, boolean paused) {
        room(room).paused = paused;
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<List<OrderVerdict>> reserveOrders(RoomId room, OrderBatch batch) {
        return done(shop(room).reserve(room(room), batch, nowMillis));
    }

    @Override
    public CompletionStage<Void> settleOrders(RoomId room, List<OrderResult> results) {
        results.forEach(result -> shop(room).settle(room(room), result, nowMillis));
        return CompletableFuture.allOf();
    }

    private ReferenceRoom room(RoomId id) {
        ReferenceRoom room = rooms.computeIfAbsent(id, unused -> new ReferenceRoom());
        room.nowMillis = nowMillis;
        room.currentLineage = lineage;
        return room;
    }

    private ReferenceShop shop(RoomId id) {
        return shops.computeIfAbsent(id.shop(), unused -> new ReferenceShop());
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }
}
