package io.foyer.loadtest.pacing;

import io.foyer.loadtest.process.ChildProcess;
import io.foyer.loadtest.process.WorkDir;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has Foyer simulate what was run over sockets, under the same config file. */
final class SimulatedSale {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();

    private SimulatedSale() {}

    static Figures run(SocketSale sale, PacingOptions options) {
        PacingSetting setting = sale.setting();
        WorkDir dir = sale.dir();
        Path json = dir.resolve("figures.json");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.foyer.gateway.Main",
                "simulate",
                "--config=" + sale.configFile(),
                "--buyers=" + (int) Math.ceil(2 * setting.callsIn(options.all()) + 500),
                "--arrivals=even:0s",
                "--conversion=" + setting.conversion(),
                "--checkout=" + setting.checkout().toMillis() + "ms",
                "--checkout-spread=" + setting.spread(),
                "--latency=" + SocketSale.SHOP_LATENCY.toMillis() + "ms",
                "--until=" + options.all().toMillis() + "ms",
                "--from=" + options.warmUp().toMillis() + "ms",
                "--out=" + dir.resolve("simulation.html"),
                "--json=" + json);
        try (ChildProcess process = ChildProcess.start("simulation", command, dir.resolve("simulation.log"))) {
            int status = process.awaitStatus(PATIENCE);
            if (status != 0) {
                throw new IllegalStateException("the simulation ended with " + status + ":\n" + process.logTail());
            }
        }
        return figures(JSON.readTree(json.toFile()).path("sales").path(0));
    }

    private static Figures figures(JsonNode sale) {
        JsonNode holds = sale.path("holdSeconds");
        return new Figures(
                sale.path("use").asDouble(),
                holds.path("median").asDouble(),
                holds.path("ninetieth").asDouble(),
                sale.path("refusedOrders").asLong(),
                sale.path("ordersIn60s").asInt(),
                sale.path("ordersIn5s").asInt());
    }
}
