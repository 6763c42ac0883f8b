package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random schedules of joins, polls, calls, orders, failovers that lose writes, wipes, restarts, partitions and gateway deaths on
 * the real scripts, with every promise checked at every step. {@code -Dfoyer.survival.seed=N} plays one again. The scripts are also
 * broken on purpose, one rule at a time: each time some schedule must notice.
 */
class SurvivalModelTest {
    private static final int SCHEDULES = Integer.getInteger("foyer.survival.schedules", 4);
    private static final long MUTANT_SEEDS = 16;

    private static TestRedis redis;

    @BeforeAll
    static void start() {
        redis = TestRedis.newer();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @TestFactory
    Stream<DynamicTest> anySchedule_everyStep_keepsThePromises() {
        Long only = Long.getLong("foyer.survival.seed");
        LongStream seeds = only != null ? LongStream.of(only) : LongStream.rangeClosed(1, SCHEDULES);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(seed, (name, text) -> text)));
    }

    private static void play(long seed, BinaryOperator<String> edit) {
        try (SurvivalWorld world = new SurvivalWorld(new SurvivalStore(redis.uri(), edit), seed)) {
            world.run(Duration.ofSeconds(15), 0);
            world.run(Duration.ofSeconds(80), 20);
            world.run(Duration.ofSeconds(25), 0);
            long before = world.promises.entered();
            world.run(Duration.ofSeconds(15), 0);
            assertThat(world.promises.entered() - before)
                    .as(world + ": I8, the budget is used while somebody waits")
                    .isGreaterThan(world.waiting().isEmpty() ? -1 : 9);
            List<SurvivalBuyer> left = world.waiting();
            for (int i = 0; i < 200 && left.stream().anyMatch(SurvivalBuyer::waits); i++) {
                world.tick(SurvivalWorld.RATE);
            }
            assertThat(left).as(world + ": I7, every ticket gets its turn").noneMatch(SurvivalBuyer::waits);
        }
    }

    private static final Stream<ScriptMutation> MUTATIONS = Stream.of(
            new ScriptMutation(
                    "a plain counter: no look at the lineage",
                    "include/room",
                    "state.era > 0 and state.lineage == current and state.floor <= state.era",
                    "state.era > 0 and current"),
            new ScriptMutation(
                    "no era check: the next era forgets what others have seen",
                    "sync_room",
                    "math.max(state.era + 1, state.floor + 1, math.floor(now / 1000))",
                    "state.era + 1"),
            new ScriptMutation(
                    "the serving position is not learned",
                    "sync_room",
                    "known_serving_era > state.servingEra",
                    "false"),
            new ScriptMutation(
                    "no settling: goes on before others have told",
                    "sync_room",
                    "if settle_full and now >= over then",
                    "if settle_full then"),
            new ScriptMutation(
                    "presence is forgotten",
                    "sync_room",
                    "mark_heard(present, present_new, number)",
                    "local _ = number"),
            new ScriptMutation(
                    "whom gateways admitted is not learned",
                    "teach_grants",
                    "set_admission(admissions, number, admission_at(era, at))",
                    "local _ = at"),
            new ScriptMutation(
                    "order windows stay open",
                    "reserve_orders",
                    "redis.call('HGET', shop, 'lineage') == lineage()",
                    "lineage() ~= ''"),
            new ScriptMutation(
                    "an admission is not marked",
                    "grant_pass",
                    "set_admission(admissions, number, admission)",
                    "local _ = 0"),
            new ScriptMutation(
                    "calls are not paid",
                    "call_next",
                    "state.tokens = state.tokens - 1",
                    "state.tokens = state.tokens"),
            new ScriptMutation(
                    "orders are not taught back",
                    "teach_orders",
                    "redis.call('ZADD', orders, now - age, id)",
                    "local _ = age"),
            new ScriptMutation(
                    "an era is left at once",
                    "include/eras",
                    "state.serving >= tail_of(state, eras, state.servingEra)",
                    "state.serving >= 0"),
            new ScriptMutation(
                    "a room goes on in the same era",
                    "sync_room",
                    "begin_era(math.max(state.era + 1, state.floor + 1, math.floor(now / 1000)), highest_number())",
                    "begin_era(state.era >= state.floor and state.era > 0 and state.era or math.floor(now / 1000),"
                            + " highest_number())"),
            new ScriptMutation(
                    "a block that is asked for again gets other numbers",
                    "join_line",
                    "if tonumber(known) == sequence then",
                    "if false then"));

    @TestFactory
    Stream<DynamicTest> anyRuleBroken_someSchedule_notices() {
        return MUTATIONS.map(mutation -> DynamicTest.dynamicTest(
                mutation.what(),
                () -> assertThatThrownBy(() ->
                                LongStream.rangeClosed(1, MUTANT_SEEDS).forEach(seed -> play(seed, mutation::edit)))
                        .as(mutation.what() + ": no promise was seen broken")
                        .isInstanceOfAny(AssertionError.class, IllegalStateException.class)));
    }
}
