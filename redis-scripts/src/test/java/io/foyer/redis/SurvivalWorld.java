package io.foyer.redis;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

    final SurvivalStore store;
    final SalePlan plan;
    final RoomTerms terms;
    final SurvivalPromises promises = new SurvivalPromises(this);
    final DrawPromises drawPromises = new DrawPromises(this);
    private final SurvivalFaults faults = new SurvivalFaults(this);
    private final SurvivalOrders orders = new SurvivalOrders(this);
    private final long seed;
    final Random random;
    long nowMillis = START;
    final List<SurvivalGateway> gateways = new ArrayList<>();
    final List<SurvivalBuyer> buyers = new ArrayList<>();
    /** Places whose presence is in the store's bitmaps. */
    Set<Place> knownPresent = new HashSet<>();
    /** Whether the room settles for so long that all who are present must be known before the next call. */
    boolean allMustReport;

    private long names;
    private Place highestAdmitted = Place.START;

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
            gateways.add(newGateway());
        }
        store.setTime(nowMillis);
        store.wipe();
    }

    @Override
    public String toString() {
        return "seed " + seed + ", second " + (nowMillis - START) / 1_000.0 + ", after " + faults.last();
    }

    /** @param faulty one in so many ticks brings a fault; 0 for none */
    void run(Duration time, int faulty) {
        long end = nowMillis + time.toMillis();
        while (nowMillis < end) {
            if (faulty > 0 && random.nextInt(faulty) == 0) {
                faults.strike();
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
            faults.keepCopy();
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
        orders.askForAll();
        orders.finishAll();
    }

    SurvivalGateway newGateway() {
        return new SurvivalGateway("g" + names++, this);
    }

    boolean noneIsCutOff() {
        return gateways.stream().noneMatch(SurvivalGateway::isCutOff);
    }

    SurvivalGateway any() {
        return gateways.get(random.nextInt(gateways.size()));
    }

    void join(SurvivalGateway gateway) {
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

    private void ask(SurvivalGateway gateway, SurvivalBuyer buyer) {
        if (!gateway.open || !buyer.place.isCalledAt(gateway.serving())) {
            if (gateway.open
                    && noneIsCutOff()
                    && buyer.place.compareTo(highestAdmitted) < 0
                    && faults.areOver(3 * FULL)) {
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
        CallPlan.Headroom headroom = new CallPlan.Headroom(1_000, gateway.called);
        Place before = gateway.call(new CallPlan(rate, Math.max(BURST, rate), headroom, 250));
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
