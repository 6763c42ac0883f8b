package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.TERMS;
import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every store of the line promises about going in, once, and about leaving. */
public abstract class AdmissionContract extends LineContract {
    @Test
    void grant_returnedAbsentees_goAheadOfTheLine_lowestFirst() {
        room.join(10);
        room.pass(Duration.ofSeconds(31), new long[] {8, 9, 10}, nobody());
        room.call(1);
        assertThat(room.grant(6)).isEqualTo(new GrantReply.Soon());
        assertThat(room.grant(2)).isEqualTo(new GrantReply.Soon());
        assertThat(room.look().totals().owed()).isEqualTo(2);

        assertThat(room.call(1).serving()).isEqualTo(8);

        assertThat(room.grant(2)).isInstanceOf(GrantReply.Admitted.class);
        assertThat(room.grant(6)).isEqualTo(new GrantReply.Soon());
        assertThat(room.call(2).serving()).isEqualTo(9);
        assertThat(room.grant(6)).isInstanceOf(GrantReply.Admitted.class);
    }

    @Test
    void grant_repeated_givesTheSamePassUnpaid() {
        room.join(3);
        room.call(1);
        GrantReply first = room.grant(1);
        room.advance(5_000);

        assertThat(room.grant(1)).isEqualTo(first);
        assertThat(room.look().totals().admitted()).isEqualTo(1);
    }

    @Test
    void grant_idlePass_isOver() {
        room.join(1);
        room.call(1);
        room.grant(1);

        room.pass(Duration.ofSeconds(200), nobody(), new long[] {1});
        assertThat(room.grant(1)).isInstanceOf(GrantReply.Admitted.class);
        room.pass(Duration.ofSeconds(91), nobody(), nobody());

        assertThat(room.grant(1)).isEqualTo(new GrantReply.Over());
        assertThat(room.look().totals().active()).isZero();
    }

    @Test
    void grant_pastTheHardLimit_isOver() {
        room.join(1);
        room.call(1);
        room.grant(1);

        room.advance(TERMS.sessionMax().toMillis());

        assertThat(room.grant(1)).isEqualTo(new GrantReply.Over());
    }

    @Test
    void grant_afterThePlaceWasKeptLongEnough_isOver() {
        room.join(2);
        room.call(1);
        room.advance(TERMS.keep().toMillis() - 2_000);
        assertThat(room.call(1).serving()).isEqualTo(2);
        room.advance(2_000);

        assertThat(room.grant(1)).isEqualTo(new GrantReply.Over());
        assertThat(room.grant(2)).as("called later").isInstanceOf(GrantReply.Admitted.class);
    }

    @Test
    void end_waiting_isNeverCalled() {
        room.join(3);
        room.end(1);

        assertThat(room.look().presence().map().waiting()).isEqualTo(2);
        assertThat(room.call(1).serving()).isEqualTo(2);
        assertThat(room.grant(1)).isEqualTo(new GrantReply.Over());
    }

    @Test
    void end_lateHeartbeat_costsNoCall() {
        room.join(3);
        room.end(1);
        room.sync(new long[] {1}, nobody());

        room.call(2);
        assertThat(room.look().totals().called()).isEqualTo(1);
        assertThat(room.call(1).serving()).isEqualTo(3);
    }

    @Test
    void end_admitted_freesTheActiveSlot() {
        room.join(1);
        room.call(1);
        room.grant(1);
        assertThat(room.look().totals().active()).isEqualTo(1);

        room.end(1);

        assertThat(room.look().totals().active()).isZero();
        assertThat(room.grant(1)).isEqualTo(new GrantReply.Over());
    }

    @Test
    void redeem_sameBuyer_keepsTheUseAndTheFirstPlace() {
        Redemption anna = new Redemption("code", 1, room.nowMillis + 10_000, "anna", "");

        assertThat(redeem(anna)).isEqualTo(new RedeemReply(RedeemReply.Outcome.FREE, ""));
        assertThat(redeem(anna)).as("a reply was lost").isEqualTo(new RedeemReply(RedeemReply.Outcome.FREE, ""));
        assertThat(redeem(anna.with("1 7 a1 0"))).isEqualTo(new RedeemReply(RedeemReply.Outcome.PLACED, "1 7 a1 0"));
        assertThat(redeem(anna.with("1 8 a1 0")))
                .as("two gateways asked at once: the first place stays")
                .isEqualTo(new RedeemReply(RedeemReply.Outcome.PLACED, "1 7 a1 0"));
        assertThat(redeem(anna)).isEqualTo(new RedeemReply(RedeemReply.Outcome.PLACED, "1 7 a1 0"));
    }

    @Test
    void redeem_beyondItsUsesOrItsEnd_givesOthersNothing() {
        long end = room.nowMillis + 10_000;

        assertThat(redeem(new Redemption("two", 2, end, "anna", "")).outcome()).isEqualTo(RedeemReply.Outcome.FREE);
        assertThat(redeem(new Redemption("two", 2, end, "ben", "")).outcome()).isEqualTo(RedeemReply.Outcome.FREE);
        assertThat(redeem(new Redemption("two", 2, end, "carl", "")).outcome()).isEqualTo(RedeemReply.Outcome.USED_UP);
        assertThat(redeem(new Redemption("other", 1, end, "carl", "")).outcome())
                .isEqualTo(RedeemReply.Outcome.FREE);
        room.advance(10_000);
        assertThat(redeem(new Redemption("late", 1, end, "dora", "")).outcome()).isEqualTo(RedeemReply.Outcome.ENDED);
    }

    private RedeemReply redeem(Redemption redemption) {
        return await(room.line().redeem(ROOM, redemption));
    }
}
