package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.token.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenDoorTest {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final RoomTerms TIMES =
            new RoomTerms(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(30));
    private static final long ERA = Place.apartEra(7);
    private static final long SECOND = 1_000_000_000L;

    private long nowNanos = Long.MAX_VALUE - 100 * SECOND;
    private final long fromNanos = nowNanos + 10 * SECOND;
    private OpenDoor.Terms terms = new OpenDoor.Terms(fromNanos, nowNanos + 600 * SECOND, 2 * SECOND, 10, TIMES);
    private final OpenDoor door = new OpenDoor(() -> ERA, () -> nowNanos, () -> 1_800_000_000L);

    @Test
    void ask_beforeTheDoorOpens_letsNobodyIn_andKnowsWhoCameFirst() {
        assertThat(asks(newcomer("late", 2))).isFalse();
        assertThat(asks(newcomer("early", 1))).isFalse();
        advance(10);

        assertThat(asks(newcomer("late", 2))).isFalse();
        assertThat(asks(newcomer("early", 1))).isTrue();
    }

    @Test
    void ask_withPlaces_goesByPlaceAndBeforeAllWithout() {
        asks(newcomer("first", 1));
        asks(numbered("nine", 9));
        asks(numbered("five", 5));
        advance(10);

        assertThat(inTurn(newcomer("first", 1), numbered("nine", 9), numbered("five", 5)))
                .containsExactly(id("five"), id("nine"), id("first"));
    }

    @Test
    void ask_ofOneWhoIsGone_isPassedOver() {
        asks(newcomer("gone", 1));
        advance(121);
        assertThat(asks(newcomer("here", 2))).isTrue();
    }

    @Test
    void ask_allTheTime_letsInOneASpacing_andSavesNothingUp() {
        advance(200);
        int let = 0;
        for (int i = 0; i < 200; i++) {
            let += asks(newcomer("b" + i, i)) ? 1 : 0;
            nowNanos += SECOND / 10;
            terms = new OpenDoor.Terms(fromNanos, fromNanos + 900 * SECOND, 2 * SECOND, 100, TIMES);
        }
        assertThat(let).isLessThanOrEqualTo(10);
    }

    @Test
    void ask_againAfterEntry_isTheSameEntry_untilItIsOver() {
        advance(10);
        OpenDoor.Entry entry = door.ask(ROOM, newcomer("a", 1), terms);
        advance(500);
        assertThat(door.ask(ROOM, newcomer("a", 1), terms)).isEqualTo(entry);
        terms = new OpenDoor.Terms(fromNanos, nowNanos + 3_600 * SECOND, 2 * SECOND, 10, TIMES);
        advance(601);
        assertThat(door.ask(ROOM, newcomer("a", 1), terms)).isNotNull().isNotEqualTo(entry);
    }

    @Test
    void ask_beyondTheShareOfActiveBuyers_waitsUntilOneLeaves() {
        terms = new OpenDoor.Terms(fromNanos, nowNanos + 600 * SECOND, 2 * SECOND, 1, TIMES);
        advance(10);
        assertThat(asks(newcomer("a", 1))).isTrue();
        advance(10);
        assertThat(asks(newcomer("b", 2))).isFalse();
        door.left(ROOM, id("a"));
        assertThat(asks(newcomer("b", 2))).isTrue();
    }

    @Test
    void ask_ofOneWhoNeverComesForTheAnswer_keepsNobodyOutForLong() {
        terms = new OpenDoor.Terms(fromNanos, nowNanos + 600 * SECOND, 2 * SECOND, 1, TIMES);
        asks(newcomer("gone", 1));
        advance(10);
        assertThat(asks(newcomer("here", 2))).as("the other is first").isFalse();
        advance(100);
        assertThat(asks(newcomer("here", 2))).isFalse();
        advance(30);
        assertThat(asks(newcomer("here", 2))).isTrue();
    }

    @Test
    void ask_afterTheShareIsOver_letsNobodyIn() {
        advance(601);
        assertThat(asks(newcomer("a", 1))).isFalse();
    }

    @Test
    void places_areOfAnEraBelowAllOfALine() {
        advance(10);
        OpenDoor.Entry entry = door.ask(ROOM, newcomer("a", 1), terms);

        assertThat(entry).isNotNull();
        assertThat(entry.place().isApart()).isTrue();
        assertThat(new Place(1_700_000_000L, 1).isApart()).isFalse();
        assertThat(entry.place()).isLessThan(new Place(1_000_000_000L, 1));
    }

    private List<String> inTurn(Ticket... tickets) {
        List<String> entered = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (Ticket ticket : tickets) {
                String buyer = ticket.life().buyer();
                if (asks(ticket) && !entered.contains(buyer)) {
                    entered.add(buyer);
                }
            }
            advance(2);
        }
        return entered;
    }

    private boolean asks(Ticket ticket) {
        return door.ask(ROOM, ticket, terms) != null;
    }

    private static Ticket newcomer(String buyer, long arrivedAtMillis) {
        return new Ticket.Provisional(ROOM, arrivedAtMillis, "gw", life(buyer));
    }

    private static Ticket numbered(String buyer, long number) {
        return new Ticket.Numbered(ROOM, new Place(1_700_000_000L, number), "0", life(buyer), Place.START, null);
    }

    private static Ticket.Life life(String buyer) {
        return Ticket.Life.begin(id(buyer), 1_800_000_000L, 600);
    }

    private static String id(String buyer) {
        return (buyer + "-".repeat(16)).substring(0, 16);
    }

    private void advance(long seconds) {
        nowNanos += seconds * SECOND;
    }
}
