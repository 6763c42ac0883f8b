package io.foyer.admission.pacing;

import io.foyer.admission.simulation.Course;
import io.foyer.admission.simulation.SaleResult;
import java.util.List;

/**
 * Prints the table of docs/pacing.md: use and holds in the steady state over budgets, conversions and checkout times. A minute or
 * two. {@code mvn -pl admission-core test-compile}, then {@code java -cp admission-core/target/classes:admission-core/target/test-classes
 * io.foyer.admission.pacing.PacingSweep}.
 */
public final class PacingSweep {
    private static final int WARM_SECONDS = 1_800;
    private static final int[] BUDGETS = {10, 30, 60, 120, 300, 1_000, 3_000, 6_000};

    private PacingSweep() {}

    public static void main(String[] args) {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 42;
        bounds();
        System.out.println(
                "| orders/min | conversion | checkout, median/spread | used | held, median | 90 % | longest | refused"
                        + " | in 60 s | in 5 s | |");
        System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        for (int budget : BUDGETS) {
            for (double conversion : new double[] {0.05, 0.3, 1.0}) {
                for (String checkout : List.of("3/0.3", "30/0.5", "90/0.7", "180/1.0")) {
                    row(seed, budget, conversion, checkout);
                }
            }
        }
    }

    /** What orders that come at random allow, at the longest median hold that is aimed at. */
    private static void bounds() {
        System.out.println("| orders/min | median hold | orders at random use at most | Erlang's C |");
        System.out.println("|---:|---:|---:|---:|");
        for (int budget : BUDGETS) {
            double hold = PacingSimulationTest.holdMax(budget);
            System.out.printf(
                    "| %d | %.0f s | %.1f %% | %.1f %% |%n",
                    budget, hold, 100 * RandomOrders.use(budget, hold), 100 * RandomOrders.useByErlang(budget, hold));
        }
        System.out.println();
    }

    private static void row(long seed, int budget, double conversion, String checkout) {
        int seconds = WARM_SECONDS + Math.max(1_800, 80_000 / budget);
        SaleResult sale = PacingSimulationTest.sale(seed, budget, Course.steady(conversion), checkout, seconds);
        double use = sale.use(WARM_SECONDS, seconds - 1);
        SaleResult.Spread holds = sale.holds(WARM_SECONDS);
        boolean ok =
                use >= PacingSimulationTest.floor(budget) && holds.median() <= PacingSimulationTest.holdMax(budget);
        System.out.printf(
                "| %d | %.2f | %s s | %.1f %% | %.1f s | %.1f s | %.1f s | %d | %d | %d | %s |%n",
                budget,
                conversion,
                checkout,
                100 * use,
                holds.median(),
                holds.ninetieth(),
                holds.most(),
                sale.refused(),
                sale.forwardedWithinMax(60),
                sale.forwardedWithinMax(5),
                ok ? "" : "misses");
    }
}
