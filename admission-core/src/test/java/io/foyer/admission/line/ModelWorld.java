package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What happens next in a random sequence: gateways, buyers, time, and a store that restarts now and then. */
final class ModelWorld {
    private static final RoomTerms TERMS = new RoomTerms(
            Duration.ofSeconds(12), Duration.ofSeconds(64), Duration.ofSeconds(16), Duration.ofSeconds(90));

    private final Random random;
    private final long[] sequences = new long[3];
    private final List<OrderResult> orders = new ArrayList<>();
    private long nowMillis = LineTestSupport.START;
    private long lineage = 1;
    private long era;
    private long tail;
    private Place serving = Place.START;
    private long servingTail;
    private long called;
    private long orderIds;
    private boolean open;

    ModelWorld(long seed) {
        random = new Random(seed);
    }

    /** One command, to be played on the reference and on the store under test. */
    record Step(String name, Place place, Function<LineFixture, Object> play) {
        Object playOn(LineFixture fixture) {
            return play.apply(fixture);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    Step next() {
        int die = random.nextInt(100);
        if (die < (open ? 1 : 40)) {
            return settle(random.nextInt(3) * 700L);
        }
        if (die < 20) {
            return time();
        }
        if (die < 32) {
            return join();
        }
        if (die < 52) {
            return call();
        }
        if (die < 66) {
            return grant();
        }
        if (die < 78) {
            return sync();
        }
        if (die < 88) {
            return reserve();
        }
        if (die < 94) {
            return settleOrders();
        }
        if (die < 97) {
            return random.nextInt(3) > 0 ? end() : random.nextBoolean() ? teach() : teachGrants();
        }
        if (die == 97) {
            return callNow();
        }
        return die < 99 ? pause() : restart();
    }

    private Step time() {
        long[] steps = {1, 100, 250, 250, 1_000, 1_000, 2_000, 3_000, 20_000};
        nowMillis += steps[random.nextInt(steps.length)];
        long to = nowMillis;
        return step("time " + to, fixture -> {
            fixture.setTime(to);
            return "";
        });
    }

    private Step join() {
        int gateway = random.nextInt(sequences.length);
        if (random.nextInt(5) > 0) {
            sequences[gateway]++;
        }
        long sequence = random.nextInt(20) == 0 ? Math.max(0, sequences[gateway] - 1) : sequences[gateway];
        long believed = random.nextInt(30) == 0 ? era + 1 : era;
        int size = random.nextInt(15) == 0 ? 700 : 1 + random.nextInt(20);
        JoinBlock block = new JoinBlock("g" + gateway, sequence, size, believed);
        return command(block.toString(), line -> line.join(ROOM, block, TERMS));
    }

    private Step call() {
        nowMillis += random.nextInt(600);
        long to = nowMillis;
        CallPlan plan = new CallPlan(random.nextInt(30) / 2.0, random.nextInt(20), headroom(), 250);
        long believed = random.nextInt(30) == 0 ? era : serving.era();
        return step(plan + " at " + to, fixture -> {
            fixture.setTime(to);
            return await(fixture.line().callNext(ROOM, believed, plan, TERMS));
        });
    }

    /** By a copy that is new or old, or of a room that has lost some calls since. */
    private CallPlan.Headroom headroom() {
        long ago = random.nextInt(10) - 1L;
        return new CallPlan.Headroom(random.nextInt(12) + Math.max(0, ago), Math.max(0, called - ago));
    }

    private Step grant() {
        Place place = somePlace();
        return new Step("grant " + place, place, fixture -> await(fixture.line().grant(ROOM, place, TERMS)));
    }

    private Step sync() {
        Heartbeat heartbeat = heartbeat();
        return command(
                "sync " + describe(heartbeat),
                line -> line.sync(ROOM, heartbeat, TERMS)
                        .thenApply(reply -> reply.fold(open -> "open", Object::toString, Object::toString)));
    }

    private Step settle(long settleMillis) {
        Heartbeat heartbeat = heartbeat();
        return command(
                "settle " + settleMillis + " " + describe(heartbeat),
                line -> line.settle(ROOM, heartbeat, new SettleTimes(settleMillis, 2 * settleMillis))
                        .thenApply(reply -> reply.fold(open -> "open", Object::toString, Object::toString)));
    }

    private Step reserve() {
        OrderBatch.OrderLimits limits = new OrderBatch.OrderLimits(4 + random.nextInt(4), 2 + random.nextInt(3), 5_000);
        List<OrderBatch.Order> batch = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> order())
                .toList();
        OrderBatch asked = new OrderBatch("g0", serving.era(), limits, batch);
        return command(asked.toString(), line -> line.reserveOrders(ROOM, asked));
    }

    private OrderBatch.Order order() {
        if (!orders.isEmpty() && random.nextInt(3) > 0) {
            OrderResult known = anyOrder();
            return new OrderBatch.Order(known.id(), known.number(), 1 + random.nextInt(2));
        }
        long number = somewhere();
        String id = "o" + ++orderIds;
        orders.add(new OrderResult(serving.era(), number, id, OrderResult.Kind.CREATED));
        return new OrderBatch.Order(id, number, 1 + random.nextInt(2));
    }

    private Step settleOrders() {
        if (orders.isEmpty()) {
            return reserve();
        }
        OrderResult known = anyOrder();
        OrderResult.Kind[] kinds = OrderResult.Kind.values();
        OrderResult result = new OrderResult(
                known.era(),
                known.number(),
                known.id(),
                kinds[random.nextInt(kinds.length)],
                random.nextInt(CheckoutTimes.SECONDS_MAX * 11 / 10) - 1);
        return command(
                result.toString(),
                line -> line.settleOrders(ROOM, List.of(result)).thenApply(unused -> ""));
    }

    private OrderResult anyOrder() {
        return orders.get(Math.max(0, orders.size() - 1 - random.nextInt(12)));
    }

    /** Only places that were given out are given up. */
    private Step end() {
        if (servingTail == 0) {
            return time();
        }
        Place place = new Place(serving.era(), Math.min(somewhere(), servingTail));
        return new Step(
                "end " + place,
                place,
                fixture -> await(fixture.line().end(ROOM, place).thenApply(unused -> "")));
    }

    private Step pause() {
        boolean paused = random.nextInt(4) == 0;
        return command("pause " + paused, line -> line.pause(ROOM, paused).thenApply(unused -> ""));
    }

    private Step callNow() {
        long believed = random.nextInt(20) == 0 ? era : serving.era();
        if (believed == 0) {
            return time();
        }
        CallNow call = new CallNow(believed, "r" + random.nextInt(1_000), 1 + random.nextInt(10));
        return command(call.toString(), line -> line.callNow(ROOM, call, TERMS));
    }

    private Step restart() {
        lineage++;
        String to = "b" + lineage;
        return step("restart " + to, fixture -> {
            fixture.setLineage(to);
            return "";
        });
    }

    private Heartbeat heartbeat() {
        long of = random.nextBoolean() ? serving.era() : random.nextInt(20) == 0 ? Math.max(0, era - 1) : era;
        Known known = new Known(era, serving, new TreeMap<>(), random.nextInt(3) == 0 ? nowMillis - 5_000 : 0);
        if (era > 0) {
            known = known.withPlace(new Place(era, tail + random.nextInt(3)));
        }
        if (serving.era() < era && random.nextBoolean()) {
            known = known.withPlace(new Place(serving.era(), servingTail + random.nextInt(2)));
        }
        return new Heartbeat("g" + random.nextInt(3), of, known, some(), some());
    }

    private Step teach() {
        boolean isWitness = random.nextInt(3) > 0;
        List<OrderMemory.LetThrough> mine = orders.isEmpty()
                ? List.of()
                : List.of(new OrderMemory.LetThrough(
                        anyOrder().id(), anyOrder().number(), random.nextInt(20_000) - 5_000L));
        OrderMemory memory = new OrderMemory(
                "g" + random.nextInt(3),
                isWitness,
                Set.of("g0", "g1"),
                random.nextInt(2) * 5_000L,
                serving.era(),
                mine,
                random.nextInt(4) > 0);
        return command(memory.toString(), line -> line.teachOrders(ROOM, memory));
    }

    /** Only of those who were called, for only they can have been admitted. */
    private Step teachGrants() {
        long number = Math.max(1, serving.number() - random.nextInt(20));
        if (number > serving.number()) {
            return time();
        }
        Place place = new Place(serving.era(), number);
        GrantMemory grant = new GrantMemory(number, nowMillis - random.nextInt(9_000), random.nextInt(4) == 0);
        return new Step(
                (grant.isUsedUp() ? "end " : "") + "teach " + place + " " + grant,
                place,
                fixture -> await(fixture.line()
                        .teachGrants(ROOM, place.era(), List.of(grant))
                        .thenApply(unused -> "")));
    }

    private long[] some() {
        return LongStream.generate(this::somewhere).limit(random.nextInt(30)).toArray();
    }

    /** Mostly near the serving position, where things happen. */
    private long somewhere() {
        return random.nextInt(8) == 0
                ? 1 + random.nextInt((int) Math.max(1, servingTail))
                : Math.max(1, serving.number() - 20 + random.nextInt(36));
    }

    private Place somePlace() {
        return random.nextInt(10) == 0
                ? new Place(Math.max(1, era), 1 + random.nextInt((int) Math.max(1, tail)))
                : new Place(serving.era(), somewhere());
    }

    /** The room; null while it is not open. */
    @Nullable
    RoomSnapshot look(LineFixture fixture) {
        Heartbeat silent = Heartbeat.silent("g0", era == 0 ? 0 : serving.era(), Known.NOTHING);
        return await(fixture.line().sync(ROOM, silent, TERMS))
                .<@Nullable RoomSnapshot>fold(SyncReply.Open::snapshot, noEra -> null, settling -> null);
    }

    void learn(@Nullable RoomSnapshot seen) {
        open = seen != null;
        if (seen != null) {
            era = seen.era();
            tail = seen.tail();
            serving = seen.serving();
            called = seen.totals().called();
            servingTail = seen.eras().stream()
                    .filter(line -> line.era() == serving.era())
                    .mapToLong(RoomSnapshot.EraLine::tail)
                    .max()
                    .orElse(0);
        }
    }

    private Step step(String name, Function<LineFixture, Object> play) {
        return new Step(name, Place.START, play);
    }

    private Step command(String name, Function<LineStore, CompletionStage<?>> play) {
        return step(name, fixture -> await(play.apply(fixture.line())));
    }

    private static String describe(Heartbeat heartbeat) {
        return heartbeat.gateway() + " era " + heartbeat.era() + " " + heartbeat.known() + " present "
                + LongStream.of(heartbeat.present()).boxed().toList() + " active "
                + LongStream.of(heartbeat.active()).boxed().toList();
    }
}
