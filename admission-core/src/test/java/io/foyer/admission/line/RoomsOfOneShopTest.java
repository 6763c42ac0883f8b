package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.heartbeat;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static io.foyer.admission.line.LineTestSupport.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foyer.admission.pacing.PacingController;
import io.foyer.admission.pacing.PacingInput;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two rooms of one shop, both with more buyers than the shop can take, paced and served as a gateway does it. */
class RoomsOfOneShopTest {
    private static final long SEED = 7;
    private static final long SLICE = 250;
    private static final ShopBudget BUDGET = new ShopBudget(120, 20, 600, 600);
    private static final OrderBatch.OrderLimits LIMITS = new OrderBatch.OrderLimits(120, 20, 20_000);
    private static final double ORDER_SHARE = 0.5;
    private static final RoomTerms TERMS =
            new RoomTerms(Duration.ofHours(2), Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofMinutes(30));

    private final InMemoryLine line = new InMemoryLine();
    private final Random random = new Random(SEED);
    private final PacingController pacing = new PacingController(SLICE);
    private final List<Long> created = new ArrayList<>();
    private long now = LineTestSupport.START;

    /** A room that stays full, and what came of it. */
    private final class Crowd {
        private final RoomId id;
        private final double weight;
        private final List<Long> calledAt = new ArrayList<>();
        private final List<Errand> errands = new ArrayList<>();
        private final long era;
        private RoomSnapshot snapshot;
        private long serving;

        Crowd(String room, double weight, int waiting) {
            id = new RoomId("arena", room);
            this.weight = weight;
            era = open(await(line.settle(id, heartbeat(0, nobody(), nobody()), SettleTimes.AT_ONCE)))
                    .era();
            await(line.join(id, new JoinBlock("g1", 1, waiting, era), TERMS));
            sync();
        }

        void sync() {
            snapshot = open(await(line.sync(id, heartbeat(era, nobody(), nobody()), TERMS)));
        }

        RoomLoad load() {
            return new RoomLoad(
                    id,
                    BUDGET.ordersPerMinute(),
                    snapshot.totals(),
                    snapshot.presence().map().waiting(),
                    false,
                    weight);
        }

        void call(CallPlan plan) {
            CallReply reply = await(line.callNext(id, era, plan, TERMS));
            for (long number = serving + 1; number <= reply.serving(); number++) {
                calledAt.add(now);
                assertThat(await(line.grant(id, new Place(era, number), TERMS)))
                        .isInstanceOf(GrantReply.Admitted.class);
                int checkoutMillis = 5_000 + random.nextInt(30_000);
                errands.add(new Errand(number, now, checkoutMillis, random.nextDouble() < ORDER_SHARE));
            }
            serving = reply.serving();
        }

        /** Buyers are done: they leave, or order as soon as the shop's windows let them. */
        void shop() {
            for (Errand errand : List.copyOf(errands)) {
                if (errand.calledAt + errand.checkoutMillis <= now && (!errand.orders || reserved(errand))) {
                    errands.remove(errand);
                    if (!errand.orders) {
                        await(line.end(id, new Place(era, errand.number)));
                    }
                }
            }
        }

        private boolean reserved(Errand errand) {
            String order = id.room() + errand.number;
            OrderBatch batch =
                    new OrderBatch("g1", era, LIMITS, List.of(new OrderBatch.Order(order, errand.number, 1)));
            if (await(line.reserveOrders(id, batch)).get(0).kind() != OrderVerdict.Kind.RESERVED) {
                return false;
            }
            created.add(now);
            OrderResult result =
                    new OrderResult(era, errand.number, order, OrderResult.Kind.CREATED, errand.checkoutMillis / 1_000);
            await(line.settleOrders(id, List.of(result)));
            return true;
        }

        long callsSince(long millis) {
            return calledAt.stream().filter(at -> at >= millis).count();
        }

        long longestGapSince(long millis) {
            long before = millis;
            long longest = 0;
            for (long at : calledAt) {
                if (at >= millis) {
                    longest = Math.max(longest, at - before);
                    before = at;
                }
            }
            return Math.max(longest, now - before);
        }
    }

    /** What a buyer who was let in comes to. */
    private record Errand(long number, long calledAt, int checkoutMillis, boolean orders) {}

    @Test
    void bothFull_shareTheBudgetByWeight_neverMore_andNeitherStarves() {
        line.setTime(now);
        line.setLineage("a1");
        Crowd heavy = new Crowd("heavy", 3, 4_000);
        Crowd light = new Crowd("light", 1, 1_500);

        run(Duration.ofMinutes(3), heavy, light);
        long learned = now;
        int before = created.size();
        run(Duration.ofMinutes(8), heavy, light);

        assertThat(most(60_000)).as("orders in any minute").isLessThanOrEqualTo(BUDGET.ordersPerMinute());
        assertThat(most(5_000)).as("orders in any 5 s").isLessThanOrEqualTo(BUDGET.ordersPer5s());
        assertThat(created.size() - before)
                .as("the budget of eight minutes, used")
                .isGreaterThan((int) (0.95 * 8 * BUDGET.ordersPerMinute()));
        double share = (double) heavy.callsSince(learned) / (heavy.callsSince(learned) + light.callsSince(learned));
        assertThat(share).as("of the calls, by weight 3 to 1").isEqualTo(0.75, within(0.03));
        assertThat(light.longestGapSince(learned)).as("ms without a call").isLessThan(10_000);
        assertThat(heavy.longestGapSince(learned)).as("ms without a call").isLessThan(10_000);
    }

    private void run(Duration time, Crowd... rooms) {
        long end = now + time.toMillis();
        while (now < end) {
            now += SLICE;
            line.setTime(now);
            for (Crowd room : rooms) {
                if (now % 1_000 == 0) {
                    room.sync();
                }
                room.shop();
            }
            Map<RoomId, CallPlan> plans = pacing.plan(new PacingInput(
                    now * 1_000_000,
                    BUDGET,
                    rooms[0].snapshot.shop(),
                    1,
                    List.of(rooms).stream().map(Crowd::load).toList()));
            for (Crowd room : rooms) {
                room.call(plans.get(room.id));
            }
        }
    }

    private int most(long window) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < created.size(); last++) {
            while (created.get(last) - created.get(first) >= window) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
