package io.foyer.loadtest.pacing;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All settings side by side over sockets, each with a gateway and a Redis of its own, then each simulated. */
public final class PacingRun {
    private final PacingOptions options;
    private final PrintStream progress;

    public PacingRun(PacingOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    public PacingResult run() throws InterruptedException {
        List<SocketSale> sales = new ArrayList<>();
        try {
            // One after the other: starting a JVM takes all of a small machine.
            for (PacingSetting setting : options.settings()) {
                sales.add(new SocketSale(setting));
            }
            progress.printf(
                    "%d settings over sockets, %d s%n",
                    sales.size(), options.all().toSeconds());
            List<Figures> sockets = sideBySide(sales);
            List<PacingResult.Row> rows = new ArrayList<>();
            for (int i = 0; i < sales.size(); i++) {
                progress.println("simulating " + sales.get(i).setting());
                rows.add(new PacingResult.Row(
                        sales.get(i).setting(), sockets.get(i), SimulatedSale.run(sales.get(i), options)));
            }
            return new PacingResult(rows);
        } finally {
            sales.forEach(SocketSale::close);
        }
    }

    private List<Figures> sideBySide(List<SocketSale> sales) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(sales.size());
        try {
            List<Future<Figures>> running = new ArrayList<>();
            for (SocketSale sale : sales) {
                running.add(threads.submit(() -> sale.run(options)));
            }
            List<Figures> done = new ArrayList<>();
            for (Future<Figures> each : running) {
                done.add(each.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a setting failed: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
