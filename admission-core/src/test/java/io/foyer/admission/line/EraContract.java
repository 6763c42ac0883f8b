package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.TERMS;
import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.heartbeat;
import static io.foyer.admission.line.LineTestSupport.joined;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static io.foyer.admission.line.LineTestSupport.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of the line promises about the lives of a room: how it opens, and what it learns of one that was lost. */
public abstract class EraContract extends LineContract {
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
        await(room.line().callNext(ROOM, room.era, new CallPlan(1, 1, LineTestSupport.ENDLESS, 1), longer));
        GrantReply early = await(room.line().grant(ROOM, first, longer));
        assertThat(early).isInstanceOf(GrantReply.Admitted.class);
        assertThat(await(room.line().grant(ROOM, second, longer)))
                .as("the next slice pays it back first")
                .isEqualTo(new GrantReply.Soon());
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
}
