package io.foyer.gateway.simulate;

import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.simulation.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The charts of one sale, or of several drawn over one another. */
final class SaleCharts {
    private static final int MINUTE = 60;
    private static final int FIVE_SECONDS = 5;

    private interface Figure {
        double at(Series series, int second);
    }

    private final List<NamedSale> sales;
    private final List<Track> shops;
    private final List<Track.OfRoom> rooms;
    private final List<Mark> marks;

    SaleCharts(List<NamedSale> sales) {
        this.sales = List.copyOf(sales);
        shops = Track.shops(sales);
        rooms = Track.rooms(sales);
        marks = Mark.distinct(rooms);
    }

    String html() {
        StringBuilder html = new StringBuilder();
        List<Track> each = rooms.stream().map(Track.OfRoom::track).toList();
        html.append(chart(
                "Line",
                "Present buyers who wait, in a lobby or for their turn.",
                each,
                (series, at) -> series.at(at).waiting()));
        rooms.stream()
                .filter(room -> room.room().waits(1).length > 0)
                .forEach(room -> html.append(WaitChart.html(room)));
        html.append(limited(
                "Orders in a minute",
                "Created in the 60 seconds before: never above the budget, and close to it while buyers wait.",
                isOneRoomEach()
                        ? shops
                        : Stream.concat(shops.stream(), each.stream()).toList(),
                (series, at) -> series.created(at, MINUTE),
                ShopBudget::ordersPerMinute));
        html.append(limited(
                "Orders in 5 seconds",
                "Created in the 5 seconds before.",
                shops,
                (series, at) -> series.created(at, FIVE_SECONDS),
                ShopBudget::ordersPer5s));
        html.append(chart(
                "Calls in a minute",
                "Buyers whose turn came in the 60 seconds before.",
                each,
                (series, at) -> series.called(at, MINUTE)));
        html.append(limited(
                "Active buyers",
                "Passes with an order still to make. At the limit nobody is called, however few order.",
                shops,
                (series, at) -> series.at(at).active(),
                ShopBudget::activeBuyers));
        html.append(chart(
                "Orders held at the gate",
                "Orders that wait for a free place in a window.",
                shops,
                (series, at) -> series.at(at).held()));
        html.append(chart("Polls in a second", "How often waiting pages ask.", shops, Series::polls));
        return html.toString();
    }

    private boolean isOneRoomEach() {
        return rooms.size() == shops.size();
    }

    private String chart(String title, String note, List<Track> tracks, Figure figure) {
        return new Chart(title, note, curves(tracks, figure), List.of(), marks).html();
    }

    private String limited(
            String title, String note, List<Track> tracks, Figure figure, ToDoubleFunction<ShopBudget> limit) {
        List<Chart.Limit> limits = new ArrayList<>();
        for (int i = 0; i < sales.size(); i++) {
            double value =
                    limit.applyAsDouble(sales.get(i).result().setting().rules().budget());
            if (limits.stream().noneMatch(other -> other.value() == value)) {
                limits.add(new Chart.Limit(i, "limit", value));
            }
        }
        return new Chart(title, note, curves(tracks, figure), limits, marks).html();
    }

    private static List<Curve> curves(List<Track> tracks, Figure figure) {
        return tracks.stream()
                .map(track -> Curve.of(
                        track.index(),
                        track.name(),
                        track.series().length(),
                        second -> figure.at(track.series(), second)))
                .toList();
    }
}
