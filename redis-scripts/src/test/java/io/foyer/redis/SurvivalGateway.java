package io.foyer.redis;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.GrantMemory;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.OrderMemory;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.ShareRequest;
import io.foyer.admission.line.SyncReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A gateway of the model: keeps the protocol's rules, and dies with all it knows. */
final class SurvivalGateway {
    final String name;
    final Map<String, Long> ordersCountUntil = new HashMap<>();
    final Map<String, Place> orderPlaces = new HashMap<>();
    private final SurvivalWorld world;
    private final Map<Place, Long> grants = new HashMap<>();
    private final Map<Long, Set<Long>> present = new TreeMap<>();
    private final Map<Long, Set<Long>> active = new TreeMap<>();
    private final Map<String, Long> others = new HashMap<>();
    private Known known = Known.NOTHING;
    private boolean isWitness;
    private long cutOffUntil;
    private long sequence;

    /** Of a drawn sale. */
    @Nullable
    final SurvivalLottery lottery;

    long era;
    long called;
    boolean open;

    SurvivalGateway(String name, SurvivalWorld world) {
        this.name = name;
        this.world = world;
        this.lottery = world.plan.isDrawn() ? new SurvivalLottery(this, world) : null;
    }

    boolean isJoinable() {
        return open && (lottery == null || lottery.isReady());
    }

    LineStore line() {
        return world.store.line();
    }

    Place serving() {
        return known.serving();
    }

    void hear(SurvivalBuyer buyer) {
        known = known.withPlace(buyer.place).withServing(buyer.waits() ? buyer.servingSeen : buyer.place);
        (buyer.waits() ? present : active)
                .computeIfAbsent(buyer.place.era(), era -> new TreeSet<>())
                .add(buyer.place.number());
    }

    /** It does not reach the store; buyers reach it. */
    void cutOff(long untilMillis) {
        cutOffUntil = untilMillis;
        open = false;
    }

    boolean isCutOff() {
        return world.nowMillis < cutOffUntil;
    }

    void sync() {
        if (isCutOff()) {
            return;
        }
        ShareRequest attached =
                new ShareRequest(name, world.nowMillis, 0, ShareRequest.State.ATTACHED, SurvivalWorld.LEASE);
        world.get(line().keepShare(SurvivalWorld.ROOM, attached));
        Heartbeat heartbeat = heartbeat(era);
        SyncReply reply = world.get(line().sync(SurvivalWorld.ROOM, heartbeat, world.terms));
        reply.fold(
                opened -> {
                    opened(heartbeat, opened.snapshot());
                    return true;
                },
                none -> settle(heartbeat),
                settling -> settle(heartbeat));
        if (lottery != null) {
            lottery.sync();
        }
    }

    private boolean settle(Heartbeat sent) {
        open = false;
        keep(sent);
        List<GrantMemory> memory = new ArrayList<>();
        for (Map.Entry<Place, Long> grant : grants.entrySet()) {
            memory.add(new GrantMemory(grant.getKey().number(), grant.getValue(), false));
            world.get(line().teachGrants(SurvivalWorld.ROOM, grant.getKey().era(), memory));
            memory.clear();
        }
        SettleTimes times = world.isFirstStart() && known.era() == 0
                ? SettleTimes.AT_ONCE
                : new SettleTimes(SurvivalWorld.SOON, SurvivalWorld.FULL);
        Heartbeat silent = Heartbeat.silent(name, 0, known);
        world.get(line().settle(SurvivalWorld.ROOM, silent, times))
                .fold(
                        opened -> {
                            opened(silent, opened.snapshot());
                            return true;
                        },
                        none -> false,
                        settling -> false);
        return false;
    }

    private void opened(Heartbeat told, RoomSnapshot snapshot) {
        world.promises.servingIsNotBelow(told.known().serving(), snapshot);
        world.told(told);
        take(snapshot);
        Set<Long> more = new TreeSet<>(present.keySet());
        more.addAll(active.keySet());
        snapshot.eras().forEach(line -> more.add(line.era()));
        for (long of : more) {
            Heartbeat heartbeat = heartbeat(of);
            world.get(line().sync(SurvivalWorld.ROOM, heartbeat, world.terms))
                    .fold(
                            reply -> {
                                world.told(heartbeat);
                                take(reply.snapshot());
                                return true;
                            },
                            none -> {
                                keep(heartbeat);
                                return false;
                            },
                            settling -> {
                                keep(heartbeat);
                                return false;
                            });
        }
        if (snapshot.windows().isOpen()) {
            isWitness = true;
            others.values().removeIf(heard -> heard < world.nowMillis - SurvivalWorld.LEASE - SurvivalWorld.WINDOW);
            snapshot.windows().gateways().forEach(other -> others.put(other, world.nowMillis));
        } else {
            teachOrders();
        }
    }

    private void take(RoomSnapshot snapshot) {
        world.moved(known.serving(), snapshot.serving());
        open = true;
        era = snapshot.era();
        called = snapshot.totals().called();
        TreeMap<Long, Long> highest = new TreeMap<>();
        snapshot.eras().forEach(line -> highest.put(line.era(), line.tail()));
        highest.put(snapshot.era(), snapshot.tail());
        known = known.merge(new Known(snapshot.era(), snapshot.serving(), highest, snapshot.storeTimeMillis()))
                .pruned();
    }

    private void teachOrders() {
        ordersCountUntil.values().removeIf(until -> until < world.nowMillis);
        for (Map.Entry<String, Long> order : ordersCountUntil.entrySet()) {
            Place place = orderPlaces.get(order.getKey());
            long age = world.nowMillis + SurvivalWorld.WINDOW - order.getValue();
            tell(place.era(), List.of(new OrderMemory.LetThrough(order.getKey(), place.number(), age)), false);
        }
        tell(era, List.of(), true);
    }

    private void tell(long of, List<OrderMemory.LetThrough> orders, boolean isLast) {
        long closed = SurvivalWorld.LEASE + SurvivalWorld.WINDOW;
        OrderMemory memory = new OrderMemory(name, isWitness, others.keySet(), closed, of, orders, isLast);
        world.get(line().teachOrders(SurvivalWorld.ROOM, memory));
    }

    /** The numbers given, if any. */
    JoinReply join(int size) {
        sequence++;
        return joinAgain(size);
    }

    /** The reply to the last block was lost. */
    JoinReply joinAgain(int size) {
        JoinBlock block = new JoinBlock(name, sequence, size, era);
        return world.get(line().join(SurvivalWorld.ROOM, block, world.terms));
    }

    void entered(Place place, long atMillis) {
        grants.put(place, atMillis);
    }

    /** Calls by the plan; brings back the serving positions before and after, when it moved. */
    Place call(CallPlan plan) {
        Place before = known.serving();
        if (open) {
            var reply = world.get(line().callNext(SurvivalWorld.ROOM, before.era(), plan, world.terms));
            if (reply.open()) {
                known = known.withServing(new Place(Math.max(1, reply.servingEra()), reply.serving()));
            } else {
                open = false;
            }
        }
        return before;
    }

    GrantReply grant(Place place) {
        GrantReply reply = world.get(line().grant(SurvivalWorld.ROOM, place, world.terms));
        if (reply instanceof GrantReply.Admitted admitted) {
            grants.put(place, admitted.admittedAtMillis());
        }
        return reply;
    }

    private Heartbeat heartbeat(long of) {
        return new Heartbeat(name, of, known, take(present, of), take(active, of));
    }

    private static long[] take(Map<Long, Set<Long>> from, long era) {
        Set<Long> numbers = from.remove(era);
        return numbers == null
                ? new long[0]
                : numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private void keep(Heartbeat sent) {
        for (long number : sent.present()) {
            present.computeIfAbsent(sent.era(), era -> new TreeSet<>()).add(number);
        }
        for (long number : sent.active()) {
            active.computeIfAbsent(sent.era(), era -> new TreeSet<>()).add(number);
        }
    }
}
