package io.foyer.gateway.simulate;

import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.simulation.SaleResult;
import io.foyer.admission.simulation.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of one sale, or of several drawn over one another. */
final class SaleCharts {
    private static final int MINUTE = 60;
    private static final int FIVE_SECONDS = 5;

    private interface Figure {
        double at(Series series, int second);
    }

    private final List<NamedSale> sales;

    SaleCharts(List<NamedSale> sales) {
        this.sales = List.copyOf(sales);
    }

    String html() {
        StringBuilder html = new StringBuilder();
        html.append(chart(
                "Line",
                "Present buyers who wait.",
                (series, at) -> series.at(at).waiting()));
        for (int i = 0; i < sales.size(); i++) {
            html.append(WaitChart.html(sales.get(i), i));
        }
        html.append(limited(
                "Orders in a minute",
                "Created in the 60 seconds before: never above the budget, and close to it while buyers wait.",
                (series, at) -> series.created(at, MINUTE),
                ShopBudget::ordersPerMinute));
        html.append(limited(
                "Orders in 5 seconds",
                "Created in the 5 seconds before.",
                (series, at) -> series.created(at, FIVE_SECONDS),
                ShopBudget::ordersPer5s));
        html.append(chart(
                "Calls in a minute",
                "Buyers whose turn came in the 60 seconds before.",
                (series, at) -> series.called(at, MINUTE)));
        html.append(limited(
                "Active buyers",
                "Passes with an order still to make. At the limit nobody is called, however few order.",
                (series, at) -> series.at(at).active(),
                ShopBudget::activeBuyers));
        html.append(chart(
                "Orders held at the gate",
                "Orders that wait for a free place in a window.",
                (series, at) -> series.at(at).held()));
        html.append(chart("Polls in a second", "How often waiting pages ask.", Series::polls));
        return html.toString();
    }

    private String chart(String title, String note, Figure figure) {
        return new Chart(title, note, curves(figure), List.of()).html();
    }

    private String limited(String title, String note, Figure figure, ToDoubleFunction<ShopBudget> limit) {
        List<Chart.Limit> limits = new ArrayList<>();
        for (int i = 0; i < sales.size(); i++) {
            double value =
                    limit.applyAsDouble(sales.get(i).result().setting().rules().budget());
            if (limits.stream().noneMatch(other -> other.value() == value)) {
                limits.add(new Chart.Limit(i, "limit", value));
            }
        }
        return new Chart(title, note, curves(figure), limits).html();
    }

    private List<Curve> curves(Figure figure) {
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < sales.size(); i++) {
            SaleResult result = sales.get(i).result();
            Series series = result.series();
            curves.add(Curve.of(i, sales.get(i).name(), series.length(), second -> figure.at(series, second)));
        }
        return curves;
    }
}
