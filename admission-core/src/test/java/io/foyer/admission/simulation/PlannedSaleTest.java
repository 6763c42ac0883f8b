package io.foyer.admission.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.SalePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sales with a lobby, a start and an end, and shops with several rooms. */
final class PlannedSaleTest {
    private static final int PER_MINUTE = 120;
    private static final long LOBBY_MILLIS = 60_000;
    private static final long START_MILLIS = 960_000;
    private static final long NEVER = Long.MAX_VALUE;

    private static SaleSetting.Crowd crowd(int buyers) {
        return new SaleSetting.Crowd(
                buyers,
                new Arrivals(Arrivals.Shape.EVEN, Duration.ofMinutes(20)),
                Course.steady(0.5),
                Checkout.logNormal(Duration.ofSeconds(20), 0.5),
                Optional.empty(),
                SaleSetting.Attention.POLLS);
    }

    private static SaleSetting.Room room(String name, double weight, SalePlan plan, int buyers) {
        return new SaleSetting.Room(name, PER_MINUTE, weight, plan, crowd(buyers));
    }

    private static SaleResult run(SaleSetting.Room... rooms) {
        return Sale.run(new SaleSetting(
                5,
                Duration.ofHours(2),
                Sales.rules(PER_MINUTE),
                List.of(rooms),
                SaleSetting.Shop.steady(Duration.ofMillis(200))));
    }

    /** How far buyers who joined in the lobby are from going in in the order of their numbers: 0 in order, about a third by chance. */
    private static double disorder(RoomResult room) {
        SaleResult.Wait[] inOrderOfJoining = Stream.of(room.waits(Integer.MAX_VALUE))
                .filter(wait -> wait.joinedSeconds() < START_MILLIS / 1_000.0)
                .toArray(SaleResult.Wait[]::new);
        int inversions = 0;
        int pairs = 0;
        for (int i = 0; i < inOrderOfJoining.length; i += 10) {
            for (int j = i + 100; j < inOrderOfJoining.length; j += 10) {
                pairs++;
                inversions += inOrderOfJoining[j].waitedSeconds() + 5 < inOrderOfJoining[i].waitedSeconds() ? 1 : 0;
            }
        }
        return (double) inversions / Math.max(1, pairs);
    }

    @Test
    void run_withALobby_callsNobodyBeforeTheStartAndEverybodyInOrderAfterIt() {
        SaleResult sale = run(room("final", 1, new SalePlan(LOBBY_MILLIS, START_MILLIS, NEVER, false), 2_000));
        Series series = sale.series();
        assertThat(series.at(59).waiting()).as("the lobby is closed").isZero();
        assertThat(series.at(900).waiting()).as("three quarters have come").isBetween(1_300, 1_500);
        assertThat(series.at(959).called()).isZero();
        assertThat(series.at(1_020).called()).isPositive();
        assertThat(sale.buyers().entered()).isEqualTo(2_000);
        assertThat(sale.rooms().get(0).inLobby()).isBetween(1_400, 1_600);
        assertThat(disorder(sale.rooms().get(0))).as("first come, first served").isLessThan(0.02);
        assertThat(sale.useWhileWaiting())
                .as("a lobby is no line that budget is kept from")
                .isGreaterThan(0.8);
        assertThat(sale.forwardedWithinMax(60)).isLessThanOrEqualTo(PER_MINUTE);
    }

    @Test
    void run_withADraw_letsTheLobbyInByChanceAndWhoCameLaterBehind() {
        SaleResult sale = run(room("final", 1, new SalePlan(LOBBY_MILLIS, START_MILLIS, NEVER, true), 2_000));
        RoomResult room = sale.rooms().get(0);
        assertThat(sale.buyers().entered()).isEqualTo(2_000);
        assertThat(disorder(room)).as("by chance").isBetween(0.4, 0.6);
        double lobbyMost = Stream.of(room.waits(Integer.MAX_VALUE))
                .filter(wait -> wait.joinedSeconds() < START_MILLIS / 1_000.0)
                .mapToDouble(wait -> START_MILLIS / 1_000.0 + wait.waitedSeconds())
                .max()
                .orElseThrow();
        double laterLeast = Stream.of(room.waits(Integer.MAX_VALUE))
                .filter(wait -> wait.joinedSeconds() > START_MILLIS / 1_000.0)
                .mapToDouble(wait -> wait.joinedSeconds() + wait.waitedSeconds())
                .min()
                .orElseThrow();
        assertThat(laterLeast).as("behind the lobby, give or take a poll").isGreaterThan(lobbyMost - 90);
    }

    @Test
    void run_thatEnds_callsAndNumbersNobodyAnyMore() {
        SaleResult sale =
                run(room("final", 1, new SalePlan(LOBBY_MILLIS, START_MILLIS, START_MILLIS + 300_000, false), 4_000));
        assertThat(sale.buyers().unserved()).isPositive();
        assertThat(sale.series().at(sale.series().length() - 1).called()).isLessThan(2_000);
        assertThat(sale.seconds()).as("it is over when the last order is made").isLessThan(1_800);
    }

    @Test
    void run_withTwoRooms_sharesTheBudgetByWeight() {
        SaleResult sale = run(
                room("final", 3, new SalePlan(LOBBY_MILLIS, START_MILLIS, NEVER, true), 6_000),
                room("main", 1, SalePlan.ALWAYS, 6_000));
        Series planned = sale.rooms().get(0).series();
        Series main = sale.rooms().get(1).series();
        int from = 1_500;
        int to = 2_700;
        double plannedOrders = planned.created(to, to - from);
        double mainOrders = main.created(to, to - from);
        assertThat(plannedOrders / mainOrders).as("3 to 1").isBetween(2.5, 3.6);
        assertThat(plannedOrders + mainOrders).isGreaterThan(0.9 * PER_MINUTE * (to - from) / 60);
        assertThat(main.created(900, 300)).as("all of it before the start").isGreaterThan(PER_MINUTE * 4);
        assertThat(sale.forwardedWithinMax(60)).isLessThanOrEqualTo(PER_MINUTE);
        assertThat(sale.series().created(to, 60)).isEqualTo(planned.created(to, 60) + main.created(to, 60));
    }
}
