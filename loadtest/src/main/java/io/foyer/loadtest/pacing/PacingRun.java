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
        ExecutorService threads =
                Executors.newFixedThreadPool(options.settings().size());
        try {
            progress.printf(
                    "%d settings over sockets, %d s%n",
                    options.settings().size(), options.all().toSeconds());
            List<Future<PacingResult.Row>> rows = new ArrayList<>();
            for (PacingSetting setting : options.settings()) {
                rows.add(threads.submit(() -> row(setting)));
            }
            List<PacingResult.Row> done = new ArrayList<>();
            for (Future<PacingResult.Row> row : rows) {
                done.add(row.get());
            }
            return new PacingResult(done);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a setting failed: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private PacingResult.Row row(PacingSetting setting) throws InterruptedException {
        try (SocketSale sale = new SocketSale(setting)) {
            Figures sockets = sale.run(options);
            progress.println("simulating " + setting);
            return new PacingResult.Row(
                    setting, sockets, SimulatedSale.run(setting, options, sale.configFile(), sale.dir()));
        }
    }
}
