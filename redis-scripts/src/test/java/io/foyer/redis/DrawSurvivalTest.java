package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.line.SalePlan;
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
 * {@link SurvivalModelTest}'s world with a drawn sale: its lobby, its start and its first calls fall into a time of failures, in
 * which keys are rotated as well. {@code -Dfoyer.survival.seed=N} plays a schedule again.
 */
class DrawSurvivalTest {
    private static final int SCHEDULES = Integer.getInteger("foyer.survival.schedules", 4);
    private static final long MUTANT_SEEDS = 16;
    private static final SalePlan PLAN = new SalePlan(
            SurvivalWorld.START + 5_000, SurvivalWorld.START + 45_000, SurvivalWorld.START + 3_600_000, true);

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
    Stream<DynamicTest> anySchedule_everyStep_keepsTheDraw() {
        Long only = Long.getLong("foyer.survival.seed");
        LongStream seeds = only != null ? LongStream.of(only) : LongStream.rangeClosed(1, SCHEDULES);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(seed, (name, text) -> text)));
    }

    private static void play(long seed, BinaryOperator<String> edit) {
        try (SurvivalWorld world = new SurvivalWorld(new SurvivalStore(redis.uri(), edit), seed, PLAN)) {
            world.run(Duration.ofSeconds(12), 0);
            world.run(Duration.ofSeconds(58), 14);
            world.run(Duration.ofSeconds(30), 0);
            List<SurvivalBuyer> left = world.waiting();
            for (int i = 0; i < 240 && left.stream().anyMatch(SurvivalBuyer::waits); i++) {
                world.tick(SurvivalWorld.RATE);
            }
            assertThat(left).as(world + ": every ticket gets its turn").noneMatch(SurvivalBuyer::waits);
            assertThat(world.drawPromises.drawnPlaces())
                    .as(world + ": a lobby was drawn")
                    .isGreaterThan(5);
        }
    }

    private static final Stream<ScriptMutation> MUTATIONS = Stream.of(
            new ScriptMutation(
                    "a store that lost the draw draws anew",
                    "hold_lobby",
                    "known_draw_era > 0 and state.drawEra == 0",
                    "false"),
            new ScriptMutation(
                    "after a loss in the lobby numbers go on where they are remembered",
                    "sync_room",
                    "is_lobby(state) and math.max(LOBBY_GAP_MIN, math.floor(highest * LOBBY_GAP_PART)) or 0",
                    "0"),
            new ScriptMutation("the lobby is not learned", "hold_lobby", "known_sale > state.lobbySale", "false"),
            new ScriptMutation(
                    "who is in the lobby is forgotten",
                    "carry_presence",
                    "redis.call('SET', scratch, carried)",
                    "redis.call('SET', scratch, '')"),
            new ScriptMutation("calls do not wait for who is present", "include/room", "or state.drawing > now", ""),
            new ScriptMutation(
                    "the lobby is called by lobby number",
                    "include/room",
                    "lobby_opens_at > 0 and (state.drawEra * 1000 < lobby_opens_at or state.drawing > now)",
                    "false"),
            new ScriptMutation("who comes late stands in the draw", "hold_lobby", "begin_era(size)", "begin_era(0)"),
            new ScriptMutation(
                    "the lobby closes before its start", "hold_lobby", "now >= starts_at", "now > opens_at"));

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
