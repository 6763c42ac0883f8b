package io.foyer.gateway.simulate;

import io.foyer.admission.simulation.SaleResult;
import io.foyer.admission.simulation.SaleResult.Buyers;
import io.foyer.admission.simulation.SaleResult.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The figures of a sale in words. */
public final class SaleSummary {
    private SaleSummary() {}

    /** @param values one for each sale */
    public record Row(String name, List<String> values) {
        public Row {
            values = List.copyOf(values);
        }
    }

    public static List<Row> of(List<NamedSale> sales) {
        List<Row> rows = new ArrayList<>(shopRows(sales));
        roomNames(sales).forEach(room -> rows.addAll(RoomSummary.rows(sales, room)));
        return rows;
    }

    /** Where there is more to say than of the shop: several rooms, or a planned sale. */
    private static List<String> roomNames(List<NamedSale> sales) {
        return sales.stream()
                .map(sale -> sale.result().rooms())
                .filter(rooms -> rooms.size() > 1 || rooms.get(0).room().plan().hasStart())
                .flatMap(List::stream)
                .map(room -> room.room().name())
                .distinct()
                .toList();
    }

    private static List<Row> shopRows(List<NamedSale> sales) {
        return List.of(
                row(sales, "Buyers who came", result -> count(result.buyers().joined())),
                row(
                        sales,
                        "went in",
                        result -> count(result.buyers().entered()) + part(result.buyers(), Buyers::entered)),
                row(
                        sales,
                        "ordered",
                        result -> count(result.buyers().ordered()) + part(result.buyers(), Buyers::ordered)),
                row(
                        sales,
                        "gave up waiting",
                        result -> count(result.buyers().left()) + part(result.buyers(), Buyers::left)),
                row(
                        sales,
                        "still in line at the end",
                        result -> count(result.buyers().unserved())),
                row(
                        sales,
                        "Wait, half within",
                        result -> Scale.time(result.buyers().waitSeconds().median())),
                row(
                        sales,
                        "Wait, nine in ten within",
                        result -> Scale.time(result.buyers().waitSeconds().ninetieth())),
                row(
                        sales,
                        "Longest wait",
                        result -> Scale.time(result.buyers().waitSeconds().most())),
                row(sales, "Went in within the promised range", SaleSummary::coverage),
                row(sales, "Budget used while buyers waited", result -> percent(result.useWhileWaiting())),
                row(sales, "Most orders in 60 s", result -> count(result.forwardedWithinMax(60))),
                row(sales, "Most orders in 5 s", result -> count(result.forwardedWithinMax(5))),
                row(
                        sales,
                        "Order held, half at most",
                        result -> seconds(result.holds(0).median())),
                row(
                        sales,
                        "Order held, longest",
                        result -> seconds(result.holds(0).most())),
                row(sales, "Orders sent back to try again", result -> count(result.refused())),
                row(sales, "The sale took", result -> Scale.time(result.seconds())));
    }

    private static Row row(List<NamedSale> sales, String name, Function<SaleResult, String> figure) {
        return new Row(
                name, sales.stream().map(sale -> figure.apply(sale.result())).toList());
    }

    private static String coverage(SaleResult result) {
        Coverage coverage = result.coverage();
        return coverage.promised() == 0 ? "nobody waited" : percent(coverage.within());
    }

    private static String part(Buyers buyers, Function<Buyers, Integer> part) {
        return " (" + percent((double) part.apply(buyers) / Math.max(1, buyers.joined())) + ")";
    }

    static String count(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
