package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.InMemoryLine;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderBatch.OrderLimits;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.ShareRequest;
import io.foyer.admission.token.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gateways are cut off from the store at random and let buyers in meanwhile; copies of all passes order at every gateway, again
 * and again: no window is exceeded, and no pass orders twice.
 */
final class OpenDoorModelTest {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final OrderLimits LIMITS = new OrderLimits(60, 30, 20_000);
    private static final RoomTerms TIMES =
            new RoomTerms(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(30));
    private static final long TICK = 250;
    private static final int PASSES_TRIED = 3;
    private static final int ASKERS = 4;

    private record Given(Gateway by, Place place) {}

    private record Order(String id, Place place, boolean isApart, long untilMillis) {}

    private final InMemoryLine line = new InMemoryLine();
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Given> passes = new ArrayList<>();
    private final Map<Place, Integer> created = new HashMap<>();
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private long nowMillis = 1_800_000_000_000L;
    private long ids;
    private long apart;
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cutOffAtRandom_withOpenDoors_noWindowIsExceededAndNoPassOrdersTwice(long seed) {
        random = new Random(seed);
        line.setTime(nowMillis);
        line.settle(ROOM, Heartbeat.silent("g0-1", 0, Known.NOTHING), SettleTimes.AT_ONCE);
        for (int i = 0; i < 2 + seed % 2; i++) {
            gateways.add(new Gateway("g" + i + "-1"));
        }
        for (int phase = 0; phase < 20; phase++) {
            gateways.forEach(gateway -> gateway.isAway = random.nextInt(3) > 0);
            play(1_000 * random.nextInt(300));
        }
        assertThat(apart).as("seed " + seed + ": orders on local shares").isPositive();
        assertThat(created.size()).as("seed " + seed + ": passes that ordered").isGreaterThan((int) apart / 2);
    }

    private void play(long millis) {
        for (long at = 0; at < millis; at += TICK) {
            nowMillis += TICK;
            line.setTime(nowMillis);
            gateways.forEach(Gateway::tick);
        }
    }

    private void created(Place place) {
        assertThat(created.merge(place, 1, Integer::sum)).as("orders of a pass").isEqualTo(1);
        lastMinute.add(nowMillis);
        while (lastMinute.peek() <= nowMillis - 60_000) {
            lastMinute.remove();
        }
        assertThat(lastMinute).as("orders in a minute").hasSizeLessThanOrEqualTo(LIMITS.perMinute());
        assertThat(lastMinute.stream().filter(at -> at > nowMillis - 5_000).count())
                .as("orders in 5 s")
                .isLessThanOrEqualTo(LIMITS.per5s());
    }

    private final class Gateway {
        private final String name;
        private final LocalShare share;
        private final OpenDoor door;
        private final CreditBook credits = new CreditBook(RoomEvents.NONE);
        private final List<Ticket> askers = new ArrayList<>();
        private final List<Order> underWay = new ArrayList<>();
        private final List<Order> untold = new ArrayList<>();
        private boolean isAway;

        private Gateway(String name) {
            this.name = name;
            this.share = new LocalShare(name, () -> LIMITS, () -> nowMillis * 1_000_000);
            this.door = new OpenDoor(
                    () -> Place.apartEra(random.nextLong()), () -> nowMillis * 1_000_000, () -> nowMillis / 1_000);
        }

        private void tick() {
            underWay.removeIf(this::isDone);
            if (!isAway) {
                untold.forEach(order ->
                        settle(order, order.isApart ? OrderResult.Kind.CREATED_APART : OrderResult.Kind.CREATED));
                untold.clear();
                door.shut(ROOM);
            }
            if (!isAway && nowMillis % 1_000 == 0) {
                ShareRequest request = share.request(untold.size());
                share.answered(
                        request,
                        line.keepShare(ROOM, request).toCompletableFuture().join(),
                        nowMillis * 1_000_000);
            }
            arrive();
            for (int i = 0; i < PASSES_TRIED && !passes.isEmpty(); i++) {
                order(passes.get(random.nextInt(passes.size())));
            }
        }

        private void arrive() {
            Allotment allotment = share.allotment();
            if (!isAway || allotment == null) {
                return;
            }
            while (askers.size() < ASKERS) {
                String buyer = ("b" + ids++ + "-".repeat(16)).substring(0, 16);
                Ticket.Life life = Ticket.Life.begin(buyer, nowMillis / 1_000, 600);
                askers.add(new Ticket.Provisional(ROOM, nowMillis, name, life));
            }
            OpenDoor.Terms terms = new OpenDoor.Terms(
                    allotment.silentNanos(), allotment.untilNanos(), allotment.spacingNanos(), 1_000, TIMES);
            askers.removeIf(ticket -> {
                OpenDoor.Entry entry = door.ask(ROOM, ticket, terms);
                if (entry != null) {
                    passes.add(new Given(this, entry.place()));
                }
                return entry != null;
            });
        }

        private void order(Given pass) {
            String id = name + ids++;
            if (credits.spent(ROOM, pass.place) > 0) {
                return;
            }
            if (isAway) {
                if (pass.place.era() == door.era() && share.tryTake(id)) {
                    apart++;
                    start(id, pass.place, true);
                }
            } else if (pass.by == this || pass.by.hasTold()) {
                OrderBatch batch = new OrderBatch(
                        name, pass.place.era(), LIMITS, List.of(new OrderBatch.Order(id, pass.place.number(), 1)));
                OrderVerdict verdict = line.reserveOrders(ROOM, batch)
                        .toCompletableFuture()
                        .join()
                        .get(0);
                if (verdict.kind() == OrderVerdict.Kind.RESERVED) {
                    start(id, pass.place, false);
                } else {
                    settle(new Order(id, pass.place, false, 0), OrderResult.Kind.NOT_CREATED);
                }
            }
        }

        private boolean hasTold() {
            return !isAway && untold.isEmpty() && underWay.stream().noneMatch(Order::isApart);
        }

        private void start(String id, Place place, boolean isApart) {
            credits.took(ROOM, place, id);
            underWay.add(new Order(id, place, isApart, nowMillis + random.nextInt(10_000)));
        }

        private boolean isDone(Order order) {
            if (order.untilMillis > nowMillis) {
                return false;
            }
            created(order.place);
            share.created(order.id);
            untold.add(order);
            return true;
        }

        private void settle(Order order, OrderResult.Kind kind) {
            line.settleOrders(ROOM, List.of(new OrderResult(order.place.era(), order.place.number(), order.id, kind)));
        }
    }
}
