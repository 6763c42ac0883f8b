package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.PresenceMap;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomSnapshot.EraLine;
import io.foyer.admission.line.RoomSnapshot.Presence;
import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.line.RoomSnapshot.Totals;
import io.foyer.admission.line.RoomSnapshot.Windows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoomViewTest {
    static final long ERA = 7;

    /** Serving 10; of 11 to 18, all but 12 and 15 are present; 18 is the last number given out. */
    private static final RoomView VIEW = RoomView.of(snapshot(ERA, 10, 18, 0b10110111));

    @Test
    void ahead_placeInTheSnapshot_countsThePresentBefore() {
        assertThat(VIEW.ahead(place(11))).isZero();
        assertThat(VIEW.ahead(place(16))).isEqualTo(3);
        assertThat(VIEW.waiting()).isEqualTo(6);
    }

    @Test
    void ahead_afterASlice_leavesOutTheCalled() {
        RoomView later = VIEW.with(called(13, 18));

        assertThat(later.ahead(place(16))).as("14 alone is left").isEqualTo(1);
        assertThat(later.ahead(place(13))).as("called already").isZero();
        assertThat(later.waiting()).isEqualTo(4);
    }

    @Test
    void ahead_numberGivenOutAfterTheSnapshot_countsThoseSinceAsPresent() {
        RoomView later = VIEW.with(called(10, 25));

        assertThat(later.ahead(place(22)))
                .as("six of the snapshot, and 19 to 21")
                .isEqualTo(9);
        assertThat(later.waiting()).as("six of the snapshot, and 19 to 25").isEqualTo(13);
    }

    @Test
    void ahead_sliceBeyondTheSnapshot_countsOnlyThoseNotCalled() {
        RoomView later = VIEW.with(called(20, 25));

        assertThat(later.ahead(place(24))).as("21 to 23").isEqualTo(3);
        assertThat(later.waiting()).as("21 to 25").isEqualTo(5);
    }

    @Test
    void ahead_placeOfAnEarlierEra_isFirst() {
        assertThat(VIEW.ahead(new Place(ERA - 1, 4_000))).isZero();
    }

    @Test
    void ahead_servingAnEarlierEra_countsThoseOfBothEras() {
        RoomView view = RoomView.of(new RoomSnapshot(
                ERA,
                "a",
                new Place(ERA - 1, 900),
                3,
                false,
                new Presence(ERA, new PresenceMap(0, new byte[] {(byte) 0b11100000}, 1, new int[0])),
                List.of(new EraLine(ERA - 1, 950, 40, 0), new EraLine(ERA, 3, 3, 0)),
                new Totals(0, 0, 0, 0, 0),
                new ShopState(0, 0, 0, 1),
                new Windows(true, Set.of()),
                0));

        assertThat(view.ahead(place(3))).as("and 40 of the era before").isEqualTo(42);
        assertThat(view.waiting()).isEqualTo(43);
        assertThat(view.ahead(new Place(ERA - 1, 900))).isZero();
    }

    @Test
    void serving_olderReply_neverGoesBack() {
        RoomView later = VIEW.with(called(15, 18));

        assertThat(later.with(called(12, 18)).serving()).isEqualTo(place(15));
        assertThat(later.with(snapshot(ERA, 11, 18, 0)).serving()).isEqualTo(place(15));
        assertThat(later.with(new CallReply(true, ERA - 1, 900, 18)).serving()).isEqualTo(place(15));
    }

    @Test
    void serving_newerSnapshot_goesOn() {
        assertThat(VIEW.with(snapshot(ERA, 14, 18, 0)).serving()).isEqualTo(place(14));
    }

    @Test
    void tail_olderReply_neverGoesBack() {
        RoomView later = VIEW.with(called(10, 25));

        assertThat(later.with(snapshot(ERA, 10, 20, 0)).tail()).isEqualTo(25);
        assertThat(later.with(called(10, 21)).tail()).isEqualTo(25);
    }

    @Test
    void tail_newEra_beginsAnew() {
        RoomView later = VIEW.with(snapshot(ERA + 1, 0, 2, 0b11000000));

        assertThat(later.tail()).isEqualTo(2);
        assertThat(later.serving()).isEqualTo(new Place(ERA + 1, 0));
        assertThat(later.waiting()).isEqualTo(2);
    }

    @Test
    void isCalled_placeUpToServing_isCalled() {
        assertThat(VIEW.isCalled(place(10))).isTrue();
        assertThat(VIEW.isCalled(place(11))).isFalse();
        assertThat(VIEW.isCalled(new Place(ERA - 1, 4_000))).isTrue();
    }

    @Test
    void reachable_storeAway_keepsTheRest() {
        RoomView away = VIEW.with(called(13, 25)).reachable(false);

        assertThat(away.reachable()).isFalse();
        assertThat(away.serving()).isEqualTo(place(13));
        assertThat(away.tail()).isEqualTo(25);
        assertThat(away.with(called(14, 25)).reachable()).as("a slice's reply").isFalse();
        assertThat(away.with(snapshot(ERA, 13, 25, 0)).reachable()).isTrue();
    }

    private static Place place(long number) {
        return new Place(ERA, number);
    }

    static CallReply called(long serving, long tail) {
        return new CallReply(true, ERA, serving, tail);
    }

    /** @param front who is present of the eight behind {@code serving}, highest bit first */
    static RoomSnapshot snapshot(long era, long serving, long tail, int front) {
        return new RoomSnapshot(
                era,
                "a",
                new Place(era, serving),
                tail,
                false,
                new Presence(era, new PresenceMap(serving, new byte[] {(byte) front}, 1, new int[0])),
                List.of(new EraLine(era, tail, Integer.bitCount(front), 0)),
                new Totals(0, 0, 0, 0, 0),
                new ShopState(0, 0, 0, 1),
                new Windows(true, Set.of()),
                0);
    }
}
