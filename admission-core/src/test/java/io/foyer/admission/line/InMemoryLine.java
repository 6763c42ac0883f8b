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
        state.learn(heartbeat.known());
        if (!state.isOpen()) {
            state.vouch(heartbeat.known());
            return done(state.closedReply());
        }
        return done(new SyncReply.Open(state.look(heartbeat, terms, shop(room), nowMillis)));
    }

    @Override
    public CompletionStage<SyncReply> settle(RoomId room, Heartbeat heartbeat, SettleTimes times) {
        shop(room).hear(heartbeat.gateway(), nowMillis);
        ReferenceRoom state = room(room);
        state.learn(heartbeat.known());
        if (!state.isOpen()) {
            state.vouch(heartbeat.known());
            state.settle(times, shop(room));
        }
        if (!state.isOpen()) {
            return done(state.closedReply());
        }
        return done(new SyncReply.Open(state.look(heartbeat, null, shop(room), nowMillis)));
    }

    @Override
    public CompletionStage<CallReply> callNext(RoomId room, long servingEra, CallPlan plan, RoomTerms terms) {
        return done(room(room).callNext(servingEra, plan, terms));
    }

    @Override
    public CompletionStage<CallNowReply> callNow(RoomId room, CallNow call, RoomTerms terms) {
        return done(room(room).callNow(call));
    }

    @Override
    public CompletionStage<Lobby> lobby(RoomId room, LobbyCall call) {
        throw new UnsupportedOperationException("drawn sales are tested against Redis");
    }

    @Override
    public CompletionStage<byte[]> presence(RoomId room, long era) {
        throw new UnsupportedOperationException("drawn sales are tested against Redis");
    }

    @Override
    public CompletionStage<Void> carryPresence(RoomId room, long drawEra, byte[] present) {
        throw new UnsupportedOperationException("drawn sales are tested against Redis");
    }

    @Override
    public CompletionStage<RedeemReply> redeem(RoomId room, Redemption redemption) {
        return done(room(room).redeem(redemption));
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
    public CompletionStage<Boolean> teachOrders(RoomId room, OrderMemory memory) {
        return done(shop(room).teach(room(room), memory, nowMillis));
    }

    @Override
    public CompletionStage<Void> teachGrants(RoomId room, long era, List<GrantMemory> grants) {
        grants.forEach(grant -> room(room).learnGrant(era, grant));
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<Void> settleOrders(RoomId room, List<OrderResult> results) {
        results.forEach(result -> shop(room).settle(room(room), result, nowMillis));
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<ShareReply> keepShare(RoomId room, ShareRequest request) {
        return done(shop(room).shares.keep(request, nowMillis));
    }

    private ReferenceRoom room(RoomId id) {
        ReferenceRoom room = rooms.computeIfAbsent(id, unused -> new ReferenceRoom());
        room.nowMillis = nowMillis;
        room.currentLineage = lineage;
        return room;
    }

    private ReferenceShop shop(RoomId id) {
        ReferenceShop shop = shops.computeIfAbsent(id.shop(), unused -> new ReferenceShop());
        shop.currentLineage = lineage;
        return shop;
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }
}
