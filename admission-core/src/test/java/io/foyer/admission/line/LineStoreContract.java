package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.TERMS;
import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.heartbeat;
import static io.foyer.admission.line.LineTestSupport.joined;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static io.foyer.admission.line.LineTestSupport.numbers;
import static io.foyer.admission.line.LineTestSupport.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of the line promises about rooms, places and admission. */
public abstract class LineStoreContract {
    private LineTestSupport room;

    /** An empty line. */
    protected abstract LineFixture newLine();

    @BeforeEach
    void openRoom() {
        room = new LineTestSupport(newLine()).opened();
    }

    @AfterEach
    void close() {
        room.fixture.close();
    }

    @Test
    void sync_roomWithoutState_hasNoEraUntilSettled() {
        RoomId fresh = new RoomId("stadium", "fresh");
        Heartbeat heartbeat = heartbeat(0, nobody(), nobody());

        assertThat(await(room.line().sync(fresh, heartbeat, TERMS))).isEqualTo(new SyncReply.NoEra());
        assertThat(await(room.line().settle(fresh, heartbeat, new SettleTimes(500, 3_000))))
                .isEqualTo(new SyncReply.Settling(3_000));
        room.advance(1_000);
        assertThat(await(room.line().settle(fresh, heartbeat, new SettleTimes(60_000, 60_000))))
                .as("the first to ask wins")
                .isEqualTo(new SyncReply.Settling(2_000));
        room.advance(2_000);
        assertThat(open(await(room.line().settle(fresh, heartbeat, new SettleTimes(60_000, 60_000))))
                        .tail())
                .isZero();
    }

    @Test
    void settle_roomWhoseEraWasSeen_beginsALaterEra() {
        RoomId lost = new RoomId("arena", "lost");
        long seen = room.era + 500;

        RoomSnapshot opened = open(
                await(room.line().settle(lost, Heartbeat.silent("g1", seen, Known.ofEra(seen)), SettleTimes.AT_ONCE)));

        assertThat(opened.era())
                .as("places of the lost era stay ahead of all new ones")
                .isEqualTo(seen + 1);
    }

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
    void grant_placeOfAnEarlierEra_goesAheadOnOneBorrowedToken() {
        room.join(3);
        Place first = new Place(room.era, 1);
        Place second = new Place(room.era, 2);
        room.pass(Duration.ofSeconds(31), nobody(), nobody());
        room.call(1);
        room.advance(Duration.ofDays(8).toMillis());
        room.era = room.look().era();
        room.join(5);
        room.call(0);

        RoomTerms longer =
                new RoomTerms(TERMS.absentAfter(), Duration.ofDays(30), TERMS.sessionIdle(), TERMS.sessionMax());
        room.advance(1_000);
        await(room.line().callNext(ROOM, room.era, new CallPlan(1, 1, 5, 1), longer));
        GrantReply early = await(room.line().grant(ROOM, first, longer));
        assertThat(early).isInstanceOf(GrantReply.Admitted.class);
        assertThat(await(room.line().grant(ROOM, second, longer)))
                .as("the next slice pays it back first")
                .isEqualTo(new GrantReply.Soon());
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
        CallPlan plan = new CallPlan(1_000, 1_000, 1_000, 250);

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

        CallReply reply = await(room.line().callNext(ROOM, room.era, new CallPlan(5, 50, 50, 250), TERMS));

        assertThat(reply.serving()).isEqualTo(1 + 5);
    }

    @Test
    void callNext_headroom_limitsCalls() {
        room.join(100);

        room.advance(1_000);
        assertThat(await(room.line().callNext(ROOM, room.era, new CallPlan(50, 50, 7, 250), TERMS))
                        .serving())
                .isEqualTo(7);
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
    void sync_storeAway_makesNobodyAbsent() {
        room.join(10);

        room.advance(Duration.ofHours(1).toMillis());

        assertThat(room.look().presence().map().waiting()).isEqualTo(10);
    }

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

    @Test
    void settle_restartedStore_beginsTheNextEraBehindAllPlacesSeen() {
        room.join(10);
        room.call(4);
        long before = room.era;
        room.fixture.setLineage("b2");
        Known known = Known.NOTHING.withPlace(new Place(before, 14)).withServing(new Place(before, 6));
        Heartbeat knowing = Heartbeat.silent("g2", before, known.heardAt(room.nowMillis));
        Heartbeat heartbeat = heartbeat(before, nobody(), nobody());
        SettleTimes times = new SettleTimes(2_000, 60_000);

        assertThat(room.join(1)).isEqualTo(new JoinReply.NotOpen());
        assertThat(room.call(1)).isEqualTo(CallReply.notOpen());
        assertThat(room.grant(4)).as("who was admitted is not known yet").isEqualTo(new GrantReply.NotCalled());
        assertThat(await(room.line().sync(ROOM, heartbeat, TERMS))).isEqualTo(new SyncReply.Settling(0));
        assertThat(await(room.line().settle(ROOM, heartbeat, times))).isEqualTo(new SyncReply.Settling(60_000));
        assertThat(await(room.line().sync(ROOM, knowing, TERMS)))
                .as("a gateway was in touch until now and finds all there")
                .isEqualTo(new SyncReply.Settling(2_000));
        room.advance(2_000);
        RoomSnapshot opened = open(await(room.line().settle(ROOM, heartbeat, times)));

        assertThat(opened.era()).isGreaterThan(before);
        assertThat(opened.serving()).isEqualTo(new Place(before, 6));
        assertThat(opened.eras()).contains(new RoomSnapshot.EraLine(before, 14, 4, 0));
        room.era = opened.era();
        assertThat(joined(room.join(3)).first())
                .as("what buyers read goes on where it was")
                .isEqualTo(new Place(opened.era(), 15));
        assertThat(joined(room.join(1)).entering())
                .as("others wait, in the era before")
                .isZero();
        assertThat(room.call(before, 4).serving()).isEqualTo(10);
        assertThat(room.call(before, 1)).isEqualTo(new CallReply(true, opened.era(), 14, 18));
        assertThat(room.call(1).serving()).isEqualTo(15);
    }

    @Test
    void sync_higherEraSeen_closesTheRoomUntilALaterOneBegins() {
        Heartbeat knowing = Heartbeat.silent("g2", room.era, Known.ofEra(room.era + 7));

        assertThat(await(room.line().sync(ROOM, knowing, TERMS))).isEqualTo(new SyncReply.Settling(0));
        assertThat(room.join(1)).isEqualTo(new JoinReply.NotOpen());
        assertThat(room.call(1)).isEqualTo(CallReply.notOpen());
        assertThat(open(await(room.line().settle(ROOM, knowing, SettleTimes.AT_ONCE)))
                        .era())
                .isEqualTo(room.era + 8);
    }

    @Test
    void teachGrants_ofALostStore_admitsNobodyAnew() {
        room.join(4);
        room.call(4);
        long at = ((GrantReply.Admitted) room.grant(1)).admittedAtMillis();
        RoomId lost = new RoomId("stadium", "lost");
        Known known = Known.NOTHING.withPlace(new Place(room.era, 4)).withServing(new Place(room.era, 4));
        await(room.line().settle(lost, Heartbeat.silent("g1", room.era, known), SettleTimes.AT_ONCE));

        await(room.line()
                .teachGrants(lost, room.era, List.of(new GrantMemory(1, at, false), new GrantMemory(2, at, true))));

        assertThat(await(room.line().grant(lost, new Place(room.era, 1), TERMS)))
                .isEqualTo(new GrantReply.Admitted(at));
        assertThat(await(room.line().grant(lost, new Place(room.era, 2), TERMS)))
                .isEqualTo(new GrantReply.Over());
        assertThat(await(room.line().grant(lost, new Place(room.era, 3), TERMS)))
                .as("nobody saw it go in: it is called, and pays")
                .isEqualTo(new GrantReply.Soon());
    }

    @Test
    void settle_oldBackup_isNotVouchedFor() {
        room.join(10);
        room.look();
        room.advance(60_000);
        room.fixture.setLineage("b2");
        Heartbeat later = Heartbeat.silent("g2", room.era, Known.NOTHING.heardAt(room.nowMillis));

        assertThat(await(room.line().settle(ROOM, later, new SettleTimes(2_000, 60_000))))
                .as("a minute is lost: who waits must report first")
                .isEqualTo(new SyncReply.Settling(60_000));
    }

    @Test
    void settle_newRoomOfAShopWhoseDataIsThere_opensAtOnce() {
        RoomId fresh = new RoomId(ROOM.shop(), "fresh");
        Heartbeat heartbeat = heartbeat(0, nobody(), nobody());

        assertThat(await(room.line().settle(fresh, heartbeat, new SettleTimes(3_000, 60_000))))
                .isInstanceOf(SyncReply.Open.class);
    }

    @Test
    void sync_roomOfAWeekWithNobodyWaiting_beginsALaterEraAndOldPlacesGoAhead() {
        room.join(4);
        room.call(2);
        Place old = new Place(room.era, 1);
        room.call(2);
        room.advance(Duration.ofDays(8).toMillis());

        RoomSnapshot later = room.look();

        assertThat(later.era()).isGreaterThan(room.era);
        assertThat(later.tail()).isZero();
        assertThat(room.join(1)).as("the gateway has to hear of it first").isEqualTo(new JoinReply.NotOpen());
        assertThat(await(room.line().grant(ROOM, old, TERMS))).isEqualTo(new GrantReply.Over());
    }

    @Test
    void sync_gateways_areCountedWhileTheyReport() {
        Heartbeat other = Heartbeat.silent("g2", room.era, Known.NOTHING);
        await(room.line().sync(ROOM, other, TERMS));
        room.advance(5_000);
        assertThat(room.look().shop().gateways()).isEqualTo(2);

        room.advance(1);

        assertThat(room.look().shop().gateways()).isEqualTo(1);
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
}
