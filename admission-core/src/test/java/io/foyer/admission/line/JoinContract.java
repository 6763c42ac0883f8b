package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.TERMS;
import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.joined;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static io.foyer.admission.line.LineTestSupport.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every store of the line promises those who join, and says of them. */
public abstract class JoinContract extends LineContract {
    @Test
    void join_blocks_getConsecutiveNumbers() {
        assertThat(joined(room.join(3)).first().number()).isEqualTo(1);
        assertThat(joined(room.join(5)).first().number()).isEqualTo(4);
        assertThat(room.look().tail()).isEqualTo(8);
    }

    @Test
    void join_repeatedBlock_getsTheSameNumbers() {
        JoinReply.Joined first = joined(room.join("g1", 7, 3));

        assertThat(joined(room.join("g1", 7, 3)).first()).isEqualTo(first.first());
        assertThat(joined(room.join("g2", 7, 3)).first().number())
                .as("blocks of another gateway are others")
                .isEqualTo(4);
        assertThat(room.look().tail()).isEqualTo(6);
    }

    @Test
    void join_staleRepeat_givesNothingOut() {
        room.join("g1", 7, 3);
        room.join("g1", 8, 3);

        assertThat(room.join("g1", 7, 3)).isEqualTo(new JoinReply.NotOpen());
        assertThat(room.look().tail()).isEqualTo(6);
    }

    @Test
    void join_otherEra_isNotOpen() {
        JoinBlock block = new JoinBlock("g1", 1, 1, room.era + 1);

        assertThat(await(room.line().join(ROOM, block, TERMS))).isEqualTo(new JoinReply.NotOpen());
    }

    @Test
    void join_nobodyWaitsAndBudget_entersAtOnce() {
        room.call(2);

        JoinReply.Joined joined = joined(room.join(5));

        assertThat(joined.entering()).isEqualTo(2);
        assertThat(room.grant(2)).isInstanceOf(GrantReply.Admitted.class);
        assertThat(room.grant(3)).isEqualTo(new GrantReply.NotCalled());
        assertThat(joined(room.join(1)).entering()).as("others wait now").isZero();
        assertThat(room.look().totals()).isEqualTo(new RoomSnapshot.Totals(2, 2, 0, 0, 2));
    }

    @Test
    void join_somebodyIsOwed_nobodyEntersAtOnce() {
        room.join(2);
        room.pass(Duration.ofSeconds(31), nobody(), nobody());
        assertThat(room.call(1).serving()).isEqualTo(2);
        await(room.line().pause(ROOM, true));
        assertThat(room.grant(1)).isEqualTo(new GrantReply.Soon());
        await(room.line().pause(ROOM, false));

        assertThat(joined(room.join(1)).entering()).isZero();
        assertThat(room.grant(2)).as("1 came back before").isEqualTo(new GrantReply.Soon());
        room.call(1);
        assertThat(room.grant(1)).isInstanceOf(GrantReply.Admitted.class);
    }

    @Test
    void join_newcomers_arePresentBeforeTheFirstHeartbeat() {
        room.join(2_000);

        assertThat(room.look().presence().map().waiting()).isEqualTo(2_000);
        assertThat(room.look().presence().map().ahead(1_500)).isEqualTo(1_499);
    }

    @Test
    void join_blockOfAnySizeAfterOneWhoLeft_marksItsPlacesAndNoOther() {
        int[] sizes = {1, 2, 5, 8, 3, 7, 16, 46, 47, 48, 49, 50, 56, 63, 64, 65, 100, 121};
        long tail = 0;
        for (int i = 0; i < sizes.length; i++) {
            room.join(sizes[i]);
            tail += sizes[i];
            room.end(tail);

            PresenceMap presence = room.look().presence().map();

            assertThat(presence.waiting()).as("after a block of " + sizes[i]).isEqualTo(tail - i - 1);
            assertThat(presence.ahead(tail - sizes[i] + 1))
                    .as("the last of each block before has left")
                    .isEqualTo(tail - sizes[i] - i);
        }
    }

    @Test
    void join_blockOfAnySizeWhoAllEnter_admitsItsPlacesAndNoOther() {
        long tail = 0;
        for (int size : new int[] {1, 2, 7, 8, 46, 47, 48, 49, 64, 100}) {
            room.call(size);
            assertThat(joined(room.join(size)).entering()).isEqualTo(size);
            tail += size;
        }
        assertThat(room.look().totals().active()).isEqualTo(tail);

        room.join(1);

        assertThat(room.grant(tail + 1)).isEqualTo(new GrantReply.NotCalled());
        for (long number = 1; number <= tail; number++) {
            assertThat(room.grant(number)).isInstanceOf(GrantReply.Admitted.class);
        }
    }

    @Test
    void sync_longLine_countsThoseAheadExactlyInFrontAndNearlyBehind() {
        room.join(200_000);
        room.pass(Duration.ofSeconds(31), numbers(1, 4_000), nobody());

        PresenceMap presence = room.look().presence().map();

        assertThat(presence.waiting()).isEqualTo(4_000);
        assertThat(presence.ahead(1_000)).isEqualTo(999);
        assertThat(presence.ahead(200_000)).isEqualTo(4_000);
        assertThat(presence.ahead(2_000)).isBetween(1_024L, 4_000L);
    }

    @Test
    void sync_storeAway_makesNobodyAbsent() {
        room.join(10);

        room.advance(Duration.ofHours(1).toMillis());

        assertThat(room.look().presence().map().waiting()).isEqualTo(10);
    }
}
