package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.await;
import static io.foyer.admission.line.LineTestSupport.heartbeat;
import static io.foyer.admission.line.LineTestSupport.nobody;
import static io.foyer.admission.line.LineTestSupport.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.OrderResult.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of the line promises about how long the orders of a room took. */
public abstract class CheckoutContract extends OrderContract {
    @BeforeEach
    void widen() {
        limits = new OrderBatch.OrderLimits(100, 100, LEASE);
    }

    @Test
    void settle_createdOrder_countsInTheBinOfItsTime_once() {
        ask("a", 1);
        assertThat(counted()).as("while it is under way").isEqualTo(CheckoutTimes.NONE);

        settle("a", 1, Kind.CREATED, 42);
        settle("a", 1, Kind.CREATED, 42);
        settle("a", 1, Kind.CREATED_APART, 900);
        settle("a", 1, Kind.NOT_CREATED, 42);

        assertThat(counted()).isEqualTo(ofTimes(42));
        assertThat(room.look().totals().ordered()).isEqualTo(1);
    }

    @Test
    void settle_orderCreatedApart_countsAsWell_once() {
        settle("a", 1, Kind.CREATED_APART, 42);
        settle("a", 1, Kind.CREATED_APART, 42);
        ask("b", 2);
        settle("b", 2, Kind.CREATED_APART, 600);

        assertThat(counted()).isEqualTo(ofTimes(42, 600));
    }

    @Test
    void settle_timesOfAllBins_areToldApart() {
        for (int bin = 0; bin < CheckoutTimes.BINS; bin++) {
            settle("first-" + bin, 1 + bin, Kind.CREATED_APART, CheckoutTimes.fromSeconds(bin));
            settle("last-" + bin, 1 + bin, Kind.CREATED_APART, CheckoutTimes.toSeconds(bin) - 1);
        }

        long[] two = new long[CheckoutTimes.BINS];
        Arrays.fill(two, 2);
        assertThat(counted()).isEqualTo(CheckoutTimes.of(two));
    }

    @Test
    void settle_unknownOrEndlessTime_isAnOrderInNoBin() {
        for (long seconds : new long[] {OrderResult.UNKNOWN, CheckoutTimes.SECONDS_MAX, Long.MAX_VALUE}) {
            settle("o" + seconds, 1, Kind.CREATED_APART, seconds);
        }

        assertThat(counted()).isEqualTo(CheckoutTimes.NONE);
        assertThat(room.look().totals().ordered()).isEqualTo(3);
    }

    @Test
    void settle_notCreated_countsInNoBin() {
        ask("a", 1);
        settle("a", 1, Kind.NOT_CREATED, 42);
        settle("b", 2, Kind.NOT_CREATED, 42);
        settle("b", 2, Kind.CREATED, 42);

        assertThat(counted()).isEqualTo(CheckoutTimes.NONE);
    }

    @Test
    void settle_orderOfNobodysPlace_countsInNoBin() {
        ask("a", 0);
        settle("a", 0, Kind.CREATED, 42);
        settle("b", 0, Kind.CREATED_APART, 42);

        assertThat(counted()).isEqualTo(CheckoutTimes.NONE);
    }

    @Test
    void settle_resultsOfSeveralEras_addUpInTheRoom_andInNoOther() {
        long before = room.era;
        room.fixture.setLineage("b2");
        room.opened();
        long apart = Place.apartEra(7);

        settle(
                ROOM,
                new OrderResult(before, 1, "a", Kind.CREATED_APART, 42),
                new OrderResult(room.era, 101, "b", Kind.CREATED_APART, 42),
                new OrderResult(apart, 1, "c", Kind.CREATED_APART, 7));

        assertThat(room.era).isGreaterThan(before);
        assertThat(counted()).isEqualTo(ofTimes(42, 42, 7));
        RoomId other = new RoomId(ROOM.shop(), "final");
        assertThat(open(await(room.line().settle(other, heartbeat(0, nobody(), nobody()), SettleTimes.AT_ONCE)))
                        .totals()
                        .checkouts())
                .isEqualTo(CheckoutTimes.NONE);
    }

    @Test
    void restartedStore_thatKeptTheRoom_knowsTheTimesAsItKnowsTheOrders() {
        settle("a", 1, Kind.CREATED_APART, 42);
        room.fixture.setLineage("b2");
        room.opened();

        assertThat(counted()).isEqualTo(ofTimes(42));
        assertThat(room.look().totals().ordered()).isEqualTo(1);
    }

    private CheckoutTimes counted() {
        return room.look().totals().checkouts();
    }

    private static CheckoutTimes ofTimes(long... seconds) {
        long[] counts = new long[CheckoutTimes.BINS];
        for (long one : seconds) {
            counts[CheckoutTimes.binOf(one)]++;
        }
        return CheckoutTimes.of(counts);
    }
}
