package io.foyer.admission.pacing;

import io.foyer.admission.simulation.Course;
import io.foyer.admission.simulation.SaleResult;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Prints the tables of docs/pacing.md: use and holds in the steady state over budgets, conversions and checkout times. A quarter of an
 * hour; arguments choose a part of it, for instance {@code budget=60,300 checkout=180/1.0 conversion=0.05 seeds=3}. The second table is
 * {@code budget=10,60,300,1000,6000 "checkout=two humps,exponential,heavy tail,constant"}.
 * {@code mvn -pl admission-core test-compile}, then {@code java -cp admission-core/target/classes:admission-core/target/test-classes
 * io.foyer.admission.pacing.PacingSweep}.
 */
public final class PacingSweep {
    private static final int WARM_SECONDS = 1_800;
    private static final int FIRST_SEED = 42;
    private static final String SEEDS = "5";
    private static final List<String> BUDGETS = List.of("10", "30", "60", "120", "300", "1000", "3000", "6000");
    private static final List<String> CONVERSIONS = List.of("0.05", "0.30", "1.00");
    private static final List<String> CHECKOUTS = List.of("3/0.3", "30/0.5", "90/0.7", "180/1.0");
    /** Whose orders no call of now can hurry or put off within the window of a minute: they come at random. */
    private static final Set<String> SLOW = Set.of("90/0.7", "180/1.0", "constant");

    /** What is shown of a sale. */
    private record Row(double use, SaleResult.Spread holds, int refused, int in60s, int in5s) {
        static Row of(SaleResult sale, int seconds) {
            return new Row(
                    sale.use(WARM_SECONDS, seconds - 1),
                    sale.holds(WARM_SECONDS),
                    sale.refused(),
                    sale.forwardedWithinMax(60),
                    sale.forwardedWithinMax(5));
        }
    }

    private PacingSweep() {}

    public static void main(String[] args) {
        List<String> budgets = chosen(args, "budget", BUDGETS);
        bounds(budgets);
        System.out.println(
                "| orders/min | conversion | checkout, median/spread | used | held, median | 90 % | longest | refused"
                        + " | in 60 s | in 5 s | |");
        System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        int seeds = Integer.parseInt(chosen(args, "seeds", List.of(SEEDS)).get(0));
        for (String budget : budgets) {
            for (String conversion : chosen(args, "conversion", CONVERSIONS)) {
                for (String checkout : chosen(args, "checkout", CHECKOUTS)) {
                    print(Integer.parseInt(budget), conversion, checkout, seeds);
                }
            }
        }
    }

    private static List<String> chosen(String[] args, String name, List<String> all) {
        return Arrays.stream(args)
                .filter(arg -> arg.startsWith(name + "="))
                .map(arg -> List.of(arg.substring(name.length() + 1).split(",")))
                .findFirst()
                .orElse(all);
    }

    /** What orders that come at random allow, at the longest median hold that is aimed at. */
    private static void bounds(List<String> budgets) {
        System.out.println("| orders/min | median hold | orders at random use at most | Erlang's C |");
        System.out.println("|---:|---:|---:|---:|");
        for (String each : budgets) {
            int budget = Integer.parseInt(each);
            double hold = PacingSimulationTest.holdMax(budget);
            System.out.printf(
                    "| %d | %.0f s | %.1f %% | %.1f %% |%n",
                    budget, hold, 100 * RandomOrders.use(budget, hold), 100 * RandomOrders.useByErlang(budget, hold));
        }
        System.out.println();
    }

    private static void print(int budget, String conversion, String checkout, int seeds) {
        int seconds = WARM_SECONDS + Math.max(1_800, 80_000 / budget);
        List<Row> rows = LongStream.range(FIRST_SEED, FIRST_SEED + seeds)
                .parallel()
                .mapToObj(seed -> PacingSimulationTest.sale(
                        seed, budget, Course.steady(Double.parseDouble(conversion)), checkout, seconds))
                .map(sale -> Row.of(sale, seconds))
                .toList();
        System.out.printf(
                "| %d | %s | %s | %s %% | %s s | %.1f s | %.1f s | %.0f to %.0f | %.0f | %.0f | %s |%n",
                budget,
                conversion,
                checkout.contains("/") ? checkout + " s" : checkout,
                spread(rows, row -> 100 * row.use()),
                spread(rows, row -> row.holds().median()),
                middle(rows, row -> row.holds().ninetieth()),
                most(rows, row -> row.holds().most()),
                middle(rows, Row::refused),
                most(rows, Row::refused),
                most(rows, Row::in60s),
                most(rows, Row::in5s),
                verdict(budget, checkout, rows));
    }

    private static String verdict(int budget, String checkout, List<Row> rows) {
        double floor = PacingSimulationTest.floor(budget);
        double holdMax = PacingSimulationTest.holdMax(budget);
        if (middle(rows, Row::use) >= floor && middle(rows, row -> row.holds().median()) <= holdMax) {
            return "";
        }
        return SLOW.contains(checkout) && RandomOrders.use(budget, holdMax) < floor ? "bound" : "misses";
    }

    /** The middle one, and the least and the most. */
    private static String spread(List<Row> rows, ToDoubleFunction<Row> figure) {
        return "%.1f (%.1f to %.1f)"
                .formatted(
                        middle(rows, figure),
                        rows.stream().mapToDouble(figure).min().orElseThrow(),
                        most(rows, figure));
    }

    private static double middle(List<Row> rows, ToDoubleFunction<Row> figure) {
        return rows.stream().mapToDouble(figure).sorted().toArray()[rows.size() / 2];
    }

    private static double most(List<Row> rows, ToDoubleFunction<Row> figure) {
        return rows.stream().mapToDouble(figure).max().orElseThrow();
    }
}
