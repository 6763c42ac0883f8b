package io.foyer.loadtest.report;

import io.foyer.loadtest.crowd.CrowdResult;
import io.foyer.loadtest.crowd.Outcome;
import io.foyer.loadtest.crowd.RequestKind;
import io.foyer.loadtest.crowd.Visit;
import io.foyer.loadtest.shop.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Turns what a crowd saw, and what the shop recorded, into a report. */
public final class Judge {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final double MICROS_PER_MILLI = 1_000;

    private final CrowdResult seen;
    private final Expectation expected;
    private final List<String> broken = new ArrayList<>();

    private Judge(CrowdResult seen, Expectation expected) {
        this.seen = seen;
        this.expected = expected;
    }

    /** @param shopOrders the shop's record, or null to count the orders that buyers were told of */
    public static Report judge(CrowdResult seen, Expectation expected, @Nullable List<Order> shopOrders) {
        return new Judge(seen, expected).report(shopOrders);
    }

    private Report report(@Nullable List<Order> shopOrders) {
        Line line = new Line(seen.visits());
        List<Line.Inversion> stale = line.inversions(Duration.ZERO);
        int inversions = line.inversions(expected.grace()).size();
        long refused = seen.visits().stream().mapToLong(Visit::refusals).sum();
        require(inversions == 0, inversions + " buyers were passed over while they were present");
        require(line.duplicateNumbers() == 0, line.duplicateNumbers() + " numbers were given twice");
        require(refused == 0, refused + " orders were refused at checkout");
        Report.Orders orders = orders(shopOrders);
        return new Report(
                broken,
                seen.visits().size(),
                outcomes(),
                inversions,
                stale.stream()
                        .mapToLong(inversion -> inversion.late().toMillis())
                        .max()
                        .orElse(0),
                line.duplicateNumbers(),
                line.overtakenJoins(),
                refused,
                orders,
                budgetUse(),
                latencies(),
                seen.errors(),
                Intervals.of(seen.visits()));
    }

    private void require(boolean held, String otherwise) {
        if (!held) {
            broken.add(otherwise);
        }
    }

    private Report.Orders orders(@Nullable List<Order> shopOrders) {
        OrderTimes times = shopOrders == null
                ? toldOrders()
                : OrderTimes.of(shopOrders.stream().map(Order::atNanos).toList());
        int in60s = times.mostIn(MINUTE);
        int in5s = times.mostIn(FIVE_SECONDS);
        Integer per60s = expected.ordersPerMinute();
        Integer per5s = expected.ordersPer5s();
        // What buyers were told arrives late by a changing delay: it can bunch up beyond the budget without any fault.
        boolean exact = shopOrders != null;
        require(!exact || per60s == null || in60s <= per60s, in60s + " orders in 60 s, budget " + per60s);
        require(!exact || per5s == null || in5s <= per5s, in5s + " orders in 5 s, budget " + per5s);
        return new Report.Orders(exact ? "shop" : "buyers", times.count(), in60s, in5s);
    }

    private OrderTimes toldOrders() {
        return OrderTimes.of(seen.visits().stream()
                .map(Visit::orderedNanos)
                .flatMap(Collection::stream)
                .toList());
    }

    private @Nullable Double budgetUse() {
        Integer budget = expected.ordersPerMinute();
        long from = seen.visits().stream()
                .flatMap(visit -> visit.orderedNanos().stream())
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        long to = seen.visits().stream()
                .map(Visit::lastWaitingSentNanos)
                .mapToLong(nanos -> nanos == null ? Long.MIN_VALUE : nanos)
                .max()
                .orElse(Long.MIN_VALUE);
        if (budget == null || to == Long.MIN_VALUE) {
            return null;
        }
        double use = toldOrders().meanUse(MINUTE, budget, from, to);
        return Double.isNaN(use) ? null : use;
    }

    private Map<Outcome, Long> outcomes() {
        return seen.visits().stream()
                .collect(Collectors.groupingBy(
                        Visit::outcome, () -> new EnumMap<>(Outcome.class), Collectors.counting()));
    }

    private Map<String, Report.Latency> latencies() {
        Map<String, Report.Latency> byKind = new TreeMap<>();
        for (Map.Entry<RequestKind, Histogram> entry : seen.latenciesMicros().entrySet()) {
            Histogram histogram = entry.getValue();
            Function<Double, Double> at = percent -> histogram.getValueAtPercentile(percent) / MICROS_PER_MILLI;
            byKind.put(
                    entry.getKey().name().toLowerCase(Locale.ROOT),
                    new Report.Latency(
                            histogram.getTotalCount(),
                            at.apply(50.0),
                            at.apply(90.0),
                            at.apply(99.0),
                            histogram.getMaxValue() / MICROS_PER_MILLI));
        }
        return byKind;
    }
}
