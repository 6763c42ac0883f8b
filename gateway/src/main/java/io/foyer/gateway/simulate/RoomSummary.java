package io.foyer.gateway.simulate;

import io.foyer.admission.line.SalePlan;
import io.foyer.admission.simulation.RoomResult;
import io.foyer.admission.simulation.SaleResult.Coverage;
import io.foyer.gateway.simulate.SaleSummary.Row;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The figures of one room where there are several, or where it is a planned sale. */
final class RoomSummary {
    private static final String NOTHING = "\u2013";

    private RoomSummary() {}

    static List<Row> rows(List<NamedSale> sales, String name) {
        return Stream.of(
                        row(
                                sales,
                                name,
                                "lobby opens, starts, ends",
                                result -> times(result.room().plan())),
                        row(sales, name, "in the lobby at the start", RoomSummary::lobby),
                        row(
                                sales,
                                name,
                                "went in",
                                result -> SaleSummary.count(result.buyers().entered()) + " of "
                                        + SaleSummary.count(result.buyers().joined())),
                        row(
                                sales,
                                name,
                                "ordered",
                                result -> SaleSummary.count(result.buyers().ordered())),
                        row(
                                sales,
                                name,
                                "wait, half within",
                                result ->
                                        Scale.time(result.buyers().waitSeconds().median())),
                        row(
                                sales,
                                name,
                                "wait, nine in ten within",
                                result ->
                                        Scale.time(result.buyers().waitSeconds().ninetieth())),
                        row(sales, name, "within the promised range", RoomSummary::coverage))
                .filter(row -> !row.values().stream().allMatch(NOTHING::equals))
                .toList();
    }

    private static Row row(List<NamedSale> sales, String name, String what, Function<RoomResult, String> figure) {
        return new Row(
                name + ": " + what,
                sales.stream()
                        .map(sale -> sale.result().rooms().stream()
                                .filter(room -> room.room().name().equals(name))
                                .findFirst()
                                .map(figure)
                                .orElse(NOTHING))
                        .toList());
    }

    private static String times(SalePlan plan) {
        if (!plan.hasStart() && !plan.hasEnd()) {
            return NOTHING;
        }
        return time(plan.lobbyOpensMillis() > 0, plan.lobbyOpensMillis()) + ", "
                + time(plan.hasStart(), plan.startsMillis()) + ", " + time(plan.hasEnd(), plan.endsMillis());
    }

    private static String time(boolean isGiven, long millis) {
        return isGiven ? Scale.time(millis / 1_000.0) : NOTHING;
    }

    private static String lobby(RoomResult result) {
        if (!result.room().plan().hasStart()) {
            return NOTHING;
        }
        return SaleSummary.count(result.inLobby()) + (result.room().plan().isDrawn() ? ", drawn" : ", in order");
    }

    private static String coverage(RoomResult result) {
        Coverage coverage = result.coverage();
        return coverage.promised() == 0 ? NOTHING : SaleSummary.percent(coverage.within());
    }
}
