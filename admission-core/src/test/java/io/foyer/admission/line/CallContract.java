package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ENDLESS;
import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.TERMS;
import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.joined;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.CallPlan.Headroom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every store of the line promises about whose turn it is. */
public abstract class CallContract extends LineContract {
    @Test
    void callNext_present_movesOverThemInOrder() {
        room.join(10);

        assertThat(room.call(4)).isEqualTo(new CallReply(true, room.era, 4, 10));
        assertThat(room.grant(4)).isInstanceOf(GrantReply.Admitted.class);
        assertThat(room.grant(5)).isEqualTo(new GrantReply.NotCalled());
        assertThat(room.look().presence().map().waiting()).isEqualTo(6);
    }

    @Test
    void callNext_sameSlice_movesOnce() {
        room.join(10);
        room.call(2);
        CallPlan plan = new CallPlan(1_000, 1_000, ENDLESS, 250);

        room.advance(249);
        assertThat(await(room.line().callNext(ROOM, room.era, plan, TERMS)).serving())
                .isEqualTo(2);
        room.advance(1);
        assertThat(await(room.line().callNext(ROOM, room.era, plan, TERMS)).serving())
                .isEqualTo(10);
    }

    @Test
    void callNext_afterAnOutage_refillsAtMostOneSecond() {
        room.join(100);
        room.call(1);
        room.advance(3_600_000);

        CallReply reply = await(room.line().callNext(ROOM, room.era, new CallPlan(5, 50, ENDLESS, 250), TERMS));

        assertThat(reply.serving()).isEqualTo(1 + 5);
    }

    @Test
    void callNext_slicesByOneCopy_callTogetherWhatItHadRoomFor() {
        room.join(100);

        assertThat(slice(5, new Headroom(7, 0))).isEqualTo(5);
        assertThat(slice(5, new Headroom(7, 0))).isEqualTo(7);
        assertThat(slice(5, new Headroom(7, 0))).isEqualTo(7);
        assertThat(slice(5, new Headroom(3, 5))).as("another gateway's copy").isEqualTo(8);
        assertThat(slice(5, new Headroom(7, 0))).as("an older one than that").isEqualTo(8);
    }

    @Test
    void headroom_isForNewcomersReturnedBuyersAndCallsByHandAsWell() {
        slice(50, new Headroom(9, 0));
        assertThat(joined(room.join(2)).entering()).isEqualTo(2);
        slice(50, new Headroom(9, 0));
        assertThat(joined(room.join(20)).entering()).isEqualTo(7);
        slice(50, new Headroom(9, 0));
        room.callNow("a", 3);

        assertThat(slice(50, new Headroom(5, 9))).as("9 and 3 were called").isEqualTo(14);
        room.pass(Duration.ofSeconds(31), nobody(), nobody());
        assertThat(slice(50, new Headroom(2, 14))).as("the others are absent").isEqualTo(22);
        assertThat(room.grant(15)).isInstanceOf(GrantReply.Admitted.class);
        slice(50, new Headroom(2, 14));
        assertThat(room.grant(16)).isInstanceOf(GrantReply.Admitted.class);
        slice(50, new Headroom(2, 14));
        assertThat(room.grant(17)).isEqualTo(new GrantReply.Soon());
    }

    @Test
    void headroom_ofACopyWithMoreCalls_isNone_untilTheRoomIsKnownAgain() {
        room.join(10);
        room.call(2);

        assertThat(slice(50, new Headroom(500, 90)))
                .as("the store has lost calls that a gateway knew of")
                .isEqualTo(2);
        assertThat(slice(50, new Headroom(3, room.look().totals().called()))).isEqualTo(5);
    }

    /** Where the room stands after a slice that could pay for so many calls. */
    private long slice(int calls, Headroom headroom) {
        room.advance(1_000);
        CallPlan plan = new CallPlan(calls, calls, headroom, 250);
        return await(room.line().callNext(ROOM, room.era, plan, TERMS)).serving();
    }

    @Test
    void callNext_absent_areSkippedAndKeepTheirPlaces() {
        room.join(10);
        room.pass(Duration.ofSeconds(31), new long[] {3, 7}, nobody());

        assertThat(room.look().presence().map().waiting()).isEqualTo(2);
        assertThat(room.call(1).serving()).isEqualTo(3);
        assertThat(room.call(2).serving())
                .as("nobody present is left, so newcomers need not wait for the absent")
                .isEqualTo(10);
        assertThat(room.grant(5)).as("one token is left").isInstanceOf(GrantReply.Admitted.class);
        assertThat(room.grant(6)).isEqualTo(new GrantReply.Soon());
    }

    @Test
    void callNow_presentBuyers_areCalledInOrderBesideThePace() {
        room.join(10);
        room.end(1);
        room.end(2);

        CallNowReply reply = room.callNow("a", 3);

        assertThat(reply.called()).isEqualTo(3);
        assertThat(reply.room().serving()).as("1 and 2 have gone").isEqualTo(5);
        assertThat(room.grant(5)).isInstanceOf(GrantReply.Admitted.class);
        assertThat(room.grant(6)).isEqualTo(new GrantReply.NotCalled());
        assertThat(room.call(2).serving()).as("the plan goes on behind").isEqualTo(7);
        assertThat(room.look().totals().called()).isEqualTo(5);
    }

    @Test
    void callNow_repeatedRequest_callsNobodyMore() {
        room.join(10);
        room.callNow("a", 3);

        CallNowReply repeated = room.callNow("a", 3);
        assertThat(repeated.outcome()).isEqualTo(CallNowReply.Outcome.CALLED_BEFORE);
        assertThat(repeated.called()).isEqualTo(3);
        assertThat(room.look().serving().number()).isEqualTo(3);
        assertThat(room.callNow("b", 2).room().serving()).isEqualTo(5);
    }

    @Test
    void callNow_fewerPresentThanAsked_callsThoseAndPassesOverTheRest() {
        room.join(3);

        assertThat(room.callNow("a", 50).called()).isEqualTo(3);
        assertThat(room.callNow("b", 50).called()).isZero();
    }

    @Test
    void callNow_pausedRoom_callsAndStaysPaused() {
        room.join(10);
        await(room.line().pause(ROOM, true));

        assertThat(room.callNow("a", 4).room().serving()).isEqualTo(4);
        assertThat(room.look().paused()).isTrue();
        assertThat(room.call(5).serving()).isEqualTo(4);
        assertThat(room.grant(4)).isInstanceOf(GrantReply.Admitted.class);
    }

    @Test
    void callNow_otherEraOrSettlingRoom_callsNobody() {
        room.join(10);

        assertThat(await(room.line().callNow(ROOM, new CallNow(room.era + 1, "a", 3), TERMS))
                        .outcome())
                .isEqualTo(CallNowReply.Outcome.ELSEWHERE);
        room.fixture.setLineage("b2");
        assertThat(room.callNow("b", 3)).isEqualTo(CallNowReply.notOpen());
    }

    @Test
    void pause_room_callsNobodyUntilResumed() {
        room.call(3);
        await(room.line().pause(ROOM, true));

        assertThat(joined(room.join(3)).entering()).isZero();
        assertThat(room.call(3).serving()).isZero();
        assertThat(room.look().paused()).isTrue();
        await(room.line().pause(ROOM, false));
        assertThat(room.call(3).serving()).isEqualTo(3);
    }
}
