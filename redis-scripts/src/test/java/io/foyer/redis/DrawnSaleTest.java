package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.Lobby;
import io.foyer.admission.line.LobbyCall;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.line.SettleTimes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lobby of a drawn sale in Redis, and what is left of it when Redis forgets. */
class DrawnSaleTest {
    private static final RoomId ROOM = new RoomId("arena", "final");
    private static final long NOW = 1_800_000_000_000L;
    private static final SalePlan PLAN = new SalePlan(NOW + 10_000, NOW + 20_000, NOW + 90_000, true);
    private static final CallPlan FAST = new CallPlan(1_000, 1_000, new CallPlan.Headroom(1_000, 0), 1);

    private static TestRedis redis;

    private RedisLineFixture fixture;
    private long sequence;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.newer();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void open() {
        fixture = new RedisLineFixture(redis.uri());
        fixture.setLineage("1");
        fixture.setTime(NOW);
        done(fixture.line().settle(ROOM, Heartbeat.silent("gw", 0, Known.NOTHING), SettleTimes.AT_ONCE));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static RoomTerms terms(SalePlan plan) {
        Duration minute = Duration.ofMinutes(1);
        return new RoomTerms(minute, minute, minute, minute, plan);
    }

    private Lobby ask(Lobby known) {
        return done(fixture.line().lobby(ROOM, new LobbyCall(PLAN, "c1", known, 60_000)));
    }

    private Lobby at(long millis) {
        fixture.setTime(millis);
        return ask(Lobby.NONE);
    }

    private JoinReply.Joined join(long era, int size) {
        JoinReply reply = done(fixture.line().join(ROOM, new JoinBlock("gw", ++sequence, size, era), terms(PLAN)));
        return reply.fold(joined -> joined, notOpen -> {
            throw new AssertionError("not open");
        });
    }

    private CallReply call(long era) {
        return done(fixture.line().callNext(ROOM, era, FAST, terms(PLAN)));
    }

    private GrantReply grant(long era, long number) {
        return done(fixture.line().grant(ROOM, new Place(era, number), terms(PLAN)));
    }

    @Test
    void lobby_opensInTime_closesAtTheStart_andIsDrawnOnce() {
        assertThat(at(NOW + 9_999)).isEqualTo(Lobby.NONE);
        Lobby open = at(NOW + 10_000);
        assertThat(open.isOpen()).isTrue();
        assertThat(open.commitment()).isEqualTo("c1");
        long lobbyEra = open.eras().get(0);
        JoinReply.Joined joined = join(lobbyEra, 5);
        assertThat(joined.first().number()).isEqualTo(1);
        assertThat(joined.entering()).isZero();
        assertThat(joined.sale()).isEqualTo(PLAN.lobbyOpensMillis());
        assertThat(at(NOW + 19_999).isDrawn()).isFalse();

        Lobby drawn = at(NOW + 20_000);
        assertThat(drawn.size()).isEqualTo(5);
        assertThat(drawn.drawEra()).isGreaterThan(lobbyEra);
        JoinReply.Joined late = join(drawn.drawEra(), 1);
        assertThat(late.first()).isEqualTo(new Place(drawn.drawEra(), 6));
        assertThat(late.sale()).isZero();
        assertThat(ask(Lobby.NONE)).isEqualTo(drawn);
    }

    @Test
    void call_outsideTheSale_orWhileItIsDrawn_movesNothing() {
        long lobbyEra = at(NOW + 10_000).eras().get(0);
        join(lobbyEra, 3);
        assertThat(call(lobbyEra).serving()).as("in the lobby").isZero();
        fixture.setTime(NOW + 20_000);
        assertThat(call(lobbyEra).serving())
                .as("after the start, before the draw")
                .isZero();
        Lobby drawn = at(NOW + 20_500);
        assertThat(call(drawn.drawEra()).serving())
                .as("while presence is carried")
                .isZero();

        // Places 1 and 3 are there, 2 is not.
        done(fixture.line().carryPresence(ROOM, drawn.drawEra(), new byte[] {0b0101_0000}));
        assertThat(ask(Lobby.NONE).isDrawing()).isFalse();
        fixture.setTime(NOW + 21_500);
        assertThat(call(drawn.drawEra()).serving()).isEqualTo(3);
        assertThat(grant(drawn.drawEra(), 1)).isInstanceOf(GrantReply.Admitted.class);
        assertThat(grant(lobbyEra, 1)).as("lobby numbers are no places").isInstanceOf(GrantReply.NotCalled.class);

        fixture.setTime(NOW + 90_000);
        assertThat(join(drawn.drawEra(), 1).entering()).as("after the end").isZero();
        assertThat(call(drawn.drawEra()).serving()).as("after the end").isEqualTo(3);
    }

    @Test
    void presenceNotCarried_callsBeginAfterTheDrawingTime() {
        join(at(NOW + 10_000).eras().get(0), 2);
        Lobby drawn = at(NOW + 20_000);
        done(fixture.line()
                .sync(
                        ROOM,
                        new Heartbeat("gw", drawn.drawEra(), Known.NOTHING, new long[] {2}, new long[0]),
                        terms(PLAN)));

        fixture.setTime(NOW + 79_999);
        assertThat(call(drawn.drawEra()).serving()).isZero();
        fixture.setTime(NOW + 80_001);
        assertThat(call(drawn.drawEra()).serving()).isEqualTo(2);
    }

    @Test
    void presence_ofTheLobby_canBeRead() {
        long lobbyEra = at(NOW + 10_000).eras().get(0);
        join(lobbyEra, 3);
        assertThat(done(fixture.line().presence(ROOM, lobbyEra))).containsExactly(0b0111_0000);
        assertThat(done(fixture.line().presence(ROOM, 77))).isEmpty();
    }

    @Test
    void dataLostAfterTheDraw_isTaught_andNeverDrawnAnew() {
        join(at(NOW + 10_000).eras().get(0), 5);
        Lobby drawn = at(NOW + 20_000);
        fixture.commands().flushall();
        fixture.setLineage("2");
        fixture.setTime(NOW + 25_000);

        Lobby taught = ask(drawn);
        assertThat(taught.size()).isEqualTo(5);
        assertThat(taught.drawEra()).isEqualTo(drawn.drawEra());
        assertThat(taught.commitment()).isEqualTo("c1");
        done(fixture.line().settle(ROOM, Heartbeat.silent("gw", 0, Known.NOTHING), SettleTimes.AT_ONCE));
        assertThat(ask(Lobby.NONE).drawEra())
                .as("another gateway, which knows nothing")
                .isEqualTo(drawn.drawEra());
        JoinReply.Joined late = join(eraNow(), 1);
        assertThat(late.first().compareTo(new Place(drawn.drawEra(), 5))).isPositive();
    }

    private long eraNow() {
        return done(fixture.line().sync(ROOM, Heartbeat.silent("gw", 0, Known.NOTHING), terms(PLAN)))
                .fold(open -> open.snapshot().era(), noEra -> 0L, settling -> 0L);
    }

    @Test
    void dataLostInTheLobby_numbersGoOnFarAboveAllThatAreRemembered() {
        Lobby open = at(NOW + 10_000);
        long lobbyEra = open.eras().get(0);
        join(lobbyEra, 5);
        fixture.commands().flushall();
        fixture.setLineage("2");
        fixture.setTime(NOW + 12_000);

        ask(open);
        Known three = Known.NOTHING.withPlace(new Place(lobbyEra, 3));
        done(fixture.line().settle(ROOM, Heartbeat.silent("gw", 0, three), SettleTimes.AT_ONCE));
        JoinReply.Joined joined = join(eraNow(), 1);
        assertThat(joined.first().number()).as("4 and 5 were given out as well").isGreaterThan(1_000);
        assertThat(joined.sale()).isEqualTo(PLAN.lobbyOpensMillis());
        assertThat(at(NOW + 20_000).size()).isEqualTo(joined.first().number());
    }

    @Test
    void startMoved_keepsLobbyAndDraw_andALaterLobbyIsAnotherSale() {
        join(at(NOW + 10_000).eras().get(0), 2);
        SalePlan later = new SalePlan(NOW + 5_000, NOW + 40_000, NOW + 90_000, true);
        fixture.setTime(NOW + 30_000);
        Lobby kept = done(fixture.line().lobby(ROOM, new LobbyCall(later, "c2", Lobby.NONE, 0)));
        assertThat(kept.sale()).isEqualTo(PLAN.lobbyOpensMillis());
        assertThat(kept.commitment()).isEqualTo("c1");
        assertThat(kept.isDrawn()).isFalse();
        fixture.setTime(NOW + 40_000);
        Lobby drawn = done(fixture.line().lobby(ROOM, new LobbyCall(later, "c2", Lobby.NONE, 0)));
        assertThat(drawn.size()).isEqualTo(2);

        SalePlan next = new SalePlan(NOW + 100_000, NOW + 110_000, NOW + 190_000, true);
        fixture.setTime(NOW + 100_000);
        Lobby another = done(fixture.line().lobby(ROOM, new LobbyCall(next, "c3", Lobby.NONE, 0)));
        assertThat(another.sale()).isEqualTo(NOW + 100_000);
        assertThat(another.commitment()).isEqualTo("c3");
        assertThat(join(another.eras().get(0), 1).first().number()).isEqualTo(1);
        assertThat(grant(drawn.drawEra(), 1)).as("of the sale before").isInstanceOf(GrantReply.NotCalled.class);
        assertThat(List.of(another.isOpen(), another.isDrawn())).containsExactly(true, false);
    }
}
