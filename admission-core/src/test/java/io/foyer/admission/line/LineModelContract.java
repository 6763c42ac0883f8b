package io.foyer.admission.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays random sequences of all commands on a store and on the reference, and compares every reply and the whole room
 * after every step. A failure names its seed: {@code -Dfoyer.model.seed=N} plays that one again.
 */
public abstract class LineModelContract {
    private static final int SEQUENCES = Integer.getInteger("foyer.model.sequences", 12);
    private static final int STEPS = Integer.getInteger("foyer.model.steps", 400);

    /** An empty line. */
    protected abstract LineFixture newLine();

    @TestFactory
    Stream<DynamicTest> randomSequence_everyStep_matchesTheReference() {
        Long only = Long.getLong("foyer.model.seed");
        Stream<Long> seeds = only != null
                ? Stream.of(only)
                : Stream.iterate(1L, seed -> seed + 1).limit(SEQUENCES);
        return seeds.map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(seed)));
    }

    private void play(long seed) {
        try (LineFixture subject = newLine();
                LineFixture reference = new InMemoryLine()) {
            ModelWorld world = new ModelWorld(seed);
            for (LineFixture fixture : List.of(subject, reference)) {
                fixture.setTime(LineTestSupport.START);
                fixture.setLineage("b1");
            }
            ModelInvariants invariants = new ModelInvariants();
            for (int step = 0; step < STEPS; step++) {
                ModelWorld.Step next = world.next();
                Object expected = next.playOn(reference);
                Object actual = next.playOn(subject);
                String where = "seed " + seed + ", step " + step + ": " + next;
                assertThat(actual).as(where).isEqualTo(expected);
                RoomSnapshot room = world.look(reference);
                invariants.notice(next);
                if (room != null) {
                    assertSame(where, world.look(subject), room);
                    invariants.check(where, next, actual, room);
                }
                world.learn(room);
            }
            assertThat(invariants.admitted())
                    .as("seed " + seed + ": the sequence must get somewhere")
                    .isPositive();
        }
    }

    private static void assertSame(String where, RoomSnapshot actual, RoomSnapshot expected) {
        RoomSnapshot.Presence none = new RoomSnapshot.Presence(0, PresenceMap.empty(0));
        assertThat(withPresence(actual, none)).as(where).isEqualTo(withPresence(expected, none));
        assertThat(actual.presence().era())
                .as(where)
                .isEqualTo(expected.presence().era());
        PresenceMap there = actual.presence().map();
        PresenceMap wanted = expected.presence().map();
        assertThat(there.waiting()).as(where).isEqualTo(wanted.waiting());
        long front = expected.presence().era() == expected.serving().era()
                ? expected.serving().number()
                : 0;
        for (long number = front; number <= front + PresenceMap.EXACT_PLACES + 1; number++) {
            assertThat(there.ahead(number)).as(where).isEqualTo(wanted.ahead(number));
        }
    }

    private static RoomSnapshot withPresence(RoomSnapshot room, RoomSnapshot.Presence presence) {
        return new RoomSnapshot(
                room.era(),
                room.lineage(),
                room.serving(),
                room.tail(),
                room.paused(),
                presence,
                room.eras(),
                room.totals(),
                room.shop(),
                room.windows(),
                room.storeTimeMillis());
    }
}
