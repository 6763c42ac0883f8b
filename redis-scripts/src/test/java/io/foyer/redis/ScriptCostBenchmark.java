package io.foyer.redis;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.SyncReply;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/**
 * Prints what each command costs the server, in CPU time by the server's own account, with a million places in line. Run
 * by hand; part of no test.
 */
final class ScriptCostBenchmark {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final RoomTerms TERMS = new RoomTerms(
            Duration.ofMinutes(2), Duration.ofMinutes(60), Duration.ofMinutes(10), Duration.ofMinutes(30));
    private static final int WAITING = 1_000_000;

    private final RedisCommands<String, String> commands;
    private final LineStore line;
    private long era;

    private ScriptCostBenchmark(RedisCommands<String, String> commands, LineStore line) {
        this.commands = commands;
        this.line = line;
    }

    public static void main(String[] arguments) {
        try (TestRedis redis = TestRedis.newer();
                RedisStore store = RedisStore.open(
                        new RedisSettings(redis.uri(), Duration.ofSeconds(5)), new RedisLineFixture.SilentListener())) {
            Awaitility.await().until(store::isUp);
            RedisClient client = RedisClient.create(redis.uri());
            new ScriptCostBenchmark(client.connect().sync(), store.line()).run();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private void run() {
        SyncReply.Open open = (SyncReply.Open) done(line.settle(ROOM, heartbeat(0, new long[0]), SettleTimes.AT_ONCE));
        era = open.snapshot().era();
        measure("join, blocks of 1", 2_000, i -> join("g1", i + 1, 1));
        measure("join, blocks of 64", 2_000, i -> join("g2", i + 1, 64));
        done(join("g3", 1, WAITING));
        measure("sync, nothing new", 300, i -> line.sync(ROOM, heartbeat(era, new long[0]), TERMS));
        long[] spread = LongStream.range(0, Heartbeat.NUMBERS_MAX)
                .map(i -> 1 + i * (WAITING / Heartbeat.NUMBERS_MAX))
                .toArray();
        measure("sync, 4,096 numbers", 100, i -> line.sync(ROOM, heartbeat(era, spread), TERMS));
        CallPlan plan = new CallPlan(1_000_000, 16, new CallPlan.Headroom(1_000_000, 0), 1);
        measure("callNext, 16 calls", 1_000, i -> line.callNext(ROOM, era, plan, TERMS));
        measure("grant", 5_000, i -> line.grant(ROOM, new Place(era, i + 1), TERMS));
        OrderBatch.OrderLimits limits = new OrderBatch.OrderLimits(4_000, 4_000, 20_000);
        measure("reserve, 1 order", 5_000, i -> reserve(limits, i));
        System.out.printf("memory of the room: %.1f MB%n", Long.parseLong(info("used_memory")) / 1e6);
    }

    private CompletionStage<?> join(String gateway, long sequence, int size) {
        return line.join(ROOM, new JoinBlock(gateway, sequence, size, era), TERMS);
    }

    private CompletionStage<?> reserve(OrderBatch.OrderLimits limits, int i) {
        OrderBatch.Order order = new OrderBatch.Order("o" + i, i + 1L, 1);
        return line.reserveOrders(ROOM, new OrderBatch("g1", era, limits, List.of(order)));
    }

    private void measure(String name, int times, IntFunction<CompletionStage<?>> command) {
        double before = cpuSeconds();
        for (int i = 0; i < times; i++) {
            done(command.apply(i));
        }
        System.out.printf("%-22s %8.1f us%n", name, (cpuSeconds() - before) * 1e6 / times);
    }

    private double cpuSeconds() {
        return Double.parseDouble(info("used_cpu_sys_main_thread"))
                + Double.parseDouble(info("used_cpu_user_main_thread"));
    }

    private String info(String field) {
        return commands.info()
                .lines()
                .filter(entry -> entry.startsWith(field + ":"))
                .findFirst()
                .map(entry -> entry.substring(field.length() + 1).strip())
                .orElseThrow();
    }

    private static Heartbeat heartbeat(long era, long[] present) {
        return new Heartbeat("g1", era, Known.NOTHING, present, new long[0]);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
