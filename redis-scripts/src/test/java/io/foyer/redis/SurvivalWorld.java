package io.foyer.redis;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gateways, buyers and a store that fails, played at random: all buyers poll and all gateways sync as often as they promise,
 * and between that anything happens. Half a second a tick.
 */
final class SurvivalWorld implements AutoCloseable {
    static final RoomId ROOM = new RoomId("arena", "main");
    static final long START = 1_800_000_000_000L;
    static final long TICK = 500;
    static final long POLL_MAX = 4_000;
    static final long SOON = 2_000;
    static final long FULL = 2 * POLL_MAX;
    static final double RATE = 1;
    static final long BURST = 2;
    static final int PER_MINUTE = 8;
    static final int PER_5S = 4;
    static final long LEASE = 5_000;
    static final long WINDOW = 61_000;
    private static final int ORDERS_ASKED = 6;

    final SurvivalStore store;
    final SalePlan plan;
    final RoomTerms terms;
    final SurvivalPromises promises = new SurvivalPromises(this);
    final DrawPromises drawPromises = new DrawPromises(this);
    long nowMillis = START;
    private final long seed;
    private final Random random;
    private final List<SurvivalGateway> gateways = new ArrayList<>();
    private final List<SurvivalBuyer> buyers = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    /** Places whose presence is in the store's bitmaps. */
    private Set<Place> knownPresent = new HashSet<>();

    private @Nullable Kept kept;
    private boolean allMustReport;
    private long lastFault = START;
    private long names;
    private long orderIds;
    private Place highestAdmitted = Place.START;
    private String last = "start";

    private record Kept(SurvivalStore.Backup backup, Set<Place> present, long atMillis) {}

    private record Order(
            String id,
            SurvivalBuyer buyer,
            SurvivalGateway gateway,
            long createsAt,
            boolean[] finished,
            boolean creates) {}

    SurvivalWorld(SurvivalStore store, long seed) {
        this(store, seed, SalePlan.ALWAYS);
    }

    SurvivalWorld(SurvivalStore store, long seed, SalePlan plan) {
        this.store = store;
        this.plan = plan;
        this.terms = new RoomTerms(
                Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(30), plan);
        this.seed = seed;
        random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            gateways.add(new SurvivalGateway("g" + names++, this));
        }
        store.setTime(nowMillis);
        store.wipe();
    }

    @Override
    public String toString() {
        return "seed " + seed + ", second " + (nowMillis - START) / 1_000.0 + ", after " + last;
    }

    /** @param faults one in so many ticks brings a fault; 0 for none */
    void run(Duration time, int faults) {
        long end = nowMillis + time.toMillis();
        while (nowMillis < end) {
            if (faults > 0 && random.nextInt(faults) == 0) {
                fault();
            }
            tick(RATE);
        }
    }

    void tick(double rate) {
        nowMillis += TICK;
        store.setTime(nowMillis);
        if (nowMillis % 1_000 == 0) {
            gateways.forEach(SurvivalGateway::sync);
        }
        if (random.nextInt(5) == 0) {
            kept = new Kept(store.backup(), Set.copyOf(knownPresent), nowMillis);
        }
        if (random.nextInt(2) == 0
                && buyers.stream().filter(SurvivalBuyer::waits).count() < 60) {
            join(any());
        }
        for (SurvivalBuyer buyer : List.copyOf(buyers)) {
            if (buyer.polledAt + POLL_MAX <= nowMillis + TICK || random.nextInt(12) == 0) {
                poll(buyer);
            }
        }
        call(rate);
        orderAll();
        finishOrders();
    }

    private void fault() {
        lastFault = nowMillis;
        switch (random.nextInt(11)) {
            case 0, 1 -> failover();
            case 2 -> wipe("FLUSHALL", false);
            case 3 -> wipe("an empty restart", true);
            case 4, 5 -> {
                last = "a restart";
                store.changeLineage();
            }
            case 6 -> gatewayDies(any());
            case 7, 8 -> gatewayIsCutOff();
            case 9 -> joinIsLost();
            default -> {
                gatewayDies(any());
                failover();
            }
        }
    }

    /** Whatever was written since the copy was taken is gone. */
    private void failover() {
        if (kept != null) {
            last = "a failover that lost " + (nowMillis - kept.atMillis) + " ms";
            store.restore(kept.backup);
            knownPresent = new HashSet<>(kept.present);
            allMustReport |= nowMillis - kept.atMillis > 12_000 && noneIsCutOff();
            loseMarks(kept.atMillis);
        }
    }

    private void wipe(String how, boolean restarted) {
        last = how;
        store.wipe();
        if (restarted) {
            store.changeLineage();
        }
        knownPresent = new HashSet<>();
        allMustReport = noneIsCutOff();
        kept = null;
        loseMarks(0);
    }

    private void loseMarks(long since) {
        for (SurvivalBuyer buyer : buyers) {
            boolean remembered =
                    gateways.stream().anyMatch(gateway -> gateway.name.equals(buyer.admittedBy) && !gateway.isCutOff());
            if (buyer.admittedAt != null && buyer.admittedOn >= since) {
                buyer.markLost |= !remembered;
                buyer.markUntold = remembered;
            }
        }
    }

    private void gatewayDies(SurvivalGateway gone) {
        last = "a gateway's death";
        tellsNoMore(gone);
        gateways.set(gateways.indexOf(gone), new SurvivalGateway("g" + names++, this));
    }

    private void tellsNoMore(SurvivalGateway gone) {
        buyers.stream()
                .filter(buyer -> buyer.markUntold && buyer.admittedBy.equals(gone.name))
                .forEach(buyer -> buyer.markLost = true);
    }

    /** The others go on with the store; what this one hears of buyers has to wait. */
    private void gatewayIsCutOff() {
        SurvivalGateway alone = any();
        last = "a partition";
        tellsNoMore(alone);
        allMustReport = false;
        alone.cutOff(nowMillis + 1_000 + random.nextInt(15_000));
    }

    private boolean noneIsCutOff() {
        return gateways.stream().noneMatch(SurvivalGateway::isCutOff);
    }

    /** Numbers that only their buyers know. */
    private void joinIsLost() {
        SurvivalGateway gateway = any();
        kept = new Kept(store.backup(), Set.copyOf(knownPresent), nowMillis);
        join(gateway);
        gatewayDies(gateway);
        failover();
        last = "a failover that lost a join and the gateway that gave it";
    }

    private SurvivalGateway any() {
        return gateways.get(random.nextInt(gateways.size()));
    }

    private void join(SurvivalGateway gateway) {
        int size = 1 + random.nextInt(4);
        if (!gateway.isJoinable() || !(gateway.join(size) instanceof JoinReply.Joined joined)) {
            return;
        }
        if (random.nextInt(4) == 0 && gateway.joinAgain(size) instanceof JoinReply.Joined again) {
            promises.sameAsBefore(joined.first(), again.first());
        }
        for (int i = 0; i < size; i++) {
            SurvivalBuyer buyer = new SurvivalBuyer(
                    new Place(joined.first().era(), joined.first().number() + i));
            promises.issued(buyer.place);
            if (plan.isDrawn()) {
                drawPromises.joined(buyer, joined);
            }
            buyer.polledAt = nowMillis;
            knownPresent.add(buyer.place);
            buyers.add(buyer);
            gateway.hear(buyer);
            if (i < joined.entering()) {
                gateway.entered(buyer.place, joined.storeTimeMillis() / 1_000 * 1_000);
                admit(gateway, buyer, joined.storeTimeMillis() / 1_000 * 1_000);
            }
        }
    }

    private void poll(SurvivalBuyer buyer) {
        SurvivalGateway gateway = any();
        buyer.polledAt = nowMillis;
        if (gateway.lottery != null) {
            gateway.lottery.exchange(buyer);
        }
        gateway.hear(buyer);
        if (buyer.waits() && !gateway.serving().equals(Place.START)) {
            promises.ticketNeverHearsLess(buyer, gateway.serving());
            buyer.servingSeen = gateway.serving();
        }
        if (buyer.waits() || random.nextInt(6) == 0) {
            ask(gateway, buyer);
        }
    }

    /** The first few buyers inside ask for their order each tick, at any gateway; who has ordered leaves in the end. */
    private void orderAll() {
        int asking = 0;
        for (SurvivalBuyer buyer : List.copyOf(buyers)) {
            if (!buyer.waits() && !buyer.ordered) {
                if (asking++ < ORDERS_ASKED) {
                    order(any(), buyer);
                }
            } else if (buyer.ordered && nowMillis - buyer.admittedOn > 20_000) {
                buyers.remove(buyer);
            }
        }
    }

    private void ask(SurvivalGateway gateway, SurvivalBuyer buyer) {
        if (!gateway.open || !buyer.place.isCalledAt(gateway.serving())) {
            if (gateway.open
                    && noneIsCutOff()
                    && buyer.place.compareTo(highestAdmitted) < 0
                    && nowMillis - lastFault > 3 * FULL) {
                promises.notYetCalledThoughLaterWent(buyer);
            }
            return;
        }
        if (gateway.grant(buyer.place) instanceof GrantReply.Admitted admitted) {
            admit(gateway, buyer, admitted.admittedAtMillis());
        }
    }

    private void admit(SurvivalGateway gateway, SurvivalBuyer buyer, long atMillis) {
        promises.admitted(buyer, atMillis);
        if (plan.isDrawn()) {
            drawPromises.admitted(buyer);
        }
        if (buyer.place.compareTo(highestAdmitted) > 0) {
            highestAdmitted = buyer.place;
        }
        buyer.admittedAt = atMillis;
        buyer.admittedBy = gateway.name;
        buyer.admittedOn = nowMillis;
        buyer.markLost = false;
    }

    private void call(double rate) {
        SurvivalGateway gateway = any();
        Place before = gateway.call(new CallPlan(rate, Math.max(BURST, rate), 1_000, 250));
        Place after = gateway.serving();
        moved(before, after);
        if (after.compareTo(before) > 0) {
            allMustReport = false;
        }
    }

    /** The position as one gateway sees it has moved, by its own call or by others' in the last second. */
    void moved(Place before, Place after) {
        // A gateway that has just begun does not know where the line stood.
        if (after.compareTo(before) <= 0 || before.equals(Place.START)) {
            return;
        }
        List<SurvivalBuyer> passed = buyers.stream()
                .filter(SurvivalBuyer::waits)
                .filter(buyer -> isAmong(drawPromises.placeOf(buyer), before, after))
                .toList();
        promises.passed(passed, BURST + 4);
    }

    private boolean isAmong(Place place, Place before, Place after) {
        return place.compareTo(before) > 0
                && place.isCalledAt(after)
                && (allMustReport || knownPresent.contains(place));
    }

    /** Told to the store by drawn place. */
    void carried(Place place) {
        knownPresent.add(place);
    }

    /** To an open room: all gateways had the time to tell whom they admitted. */
    void told(Heartbeat heartbeat) {
        buyers.forEach(buyer -> buyer.markUntold = false);
        for (long number : heartbeat.present()) {
            if (number > 0) {
                knownPresent.add(new Place(heartbeat.era(), number));
            }
        }
    }

    private void order(SurvivalGateway gateway, SurvivalBuyer buyer) {
        if (!gateway.open) {
            return;
        }
        String id = buyer.orderId.isEmpty() ? "o" + orderIds++ : buyer.orderId;
        buyer.orderId = id;
        OrderBatch batch = new OrderBatch(
                gateway.name,
                buyer.place.era(),
                new OrderBatch.OrderLimits(PER_MINUTE, PER_5S, LEASE),
                List.of(new OrderBatch.Order(id, buyer.place.number(), 1)));
        OrderVerdict verdict = get(store.line().reserveOrders(ROOM, batch)).get(0);
        if (verdict.kind() == OrderVerdict.Kind.RESERVED) {
            boolean[] finished = {false};
            long createsAt = nowMillis + random.nextInt(1_000);
            gateway.ordersCountUntil.put(id, nowMillis + LEASE + WINDOW);
            gateway.orderPlaces.put(id, buyer.place);
            buyer.orderId = "";
            buyer.ordered = true;
            orders.add(new Order(id, buyer, gateway, createsAt, finished, random.nextInt(6) > 0));
        }
    }

    /** The shop creates, a gateway that still lives tells; nobody waits for a verdict of the model. */
    private void finishOrders() {
        orders.sort(Comparator.comparingLong(Order::createsAt));
        for (Order order : List.copyOf(orders)) {
            if (order.createsAt > nowMillis) {
                continue;
            }
            if (!order.finished[0]) {
                order.finished[0] = true;
                finish(order);
            }
            if (gateways.contains(order.gateway)) {
                if (order.gateway.isCutOff()) {
                    continue;
                }
                settle(order);
            }
            orders.remove(order);
        }
    }

    private void finish(Order order) {
        if (order.creates) {
            promises.created(order.createsAt);
        } else {
            order.buyer.ordered = false;
        }
    }

    private void settle(Order order) {
        OrderResult.Kind kind = order.creates ? OrderResult.Kind.CREATED : OrderResult.Kind.NOT_CREATED;
        if (order.creates) {
            order.gateway.ordersCountUntil.put(order.id, nowMillis + WINDOW);
        } else {
            order.gateway.ordersCountUntil.remove(order.id);
        }
        get(store.line()
                .settleOrders(
                        ROOM,
                        List.of(new OrderResult(order.buyer.place.era(), order.buyer.place.number(), order.id, kind))));
    }

    /** The keys have just been made: nobody can have a ticket. */
    boolean isFirstStart() {
        return nowMillis - START < 2_000;
    }

    List<SurvivalBuyer> waiting() {
        return buyers.stream().filter(SurvivalBuyer::waits).toList();
    }

    <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(toString(), e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
