package io.foyer.loadtest.pacing;

import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Counts;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.crowd.CrowdResult;
import io.foyer.loadtest.crowd.RequestKind;
import io.foyer.loadtest.crowd.ThinkTime;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import io.foyer.loadtest.report.OrderTimes;
import io.foyer.loadtest.shop.Behaviour;
import io.foyer.loadtest.shop.Order;
import io.foyer.loadtest.shop.Shop;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One setting with everything real. The shop tells the orders, the buyers how long theirs were held. */
final class SocketSale implements AutoCloseable {
    static final Duration SHOP_LATENCY = Duration.ofMillis(200);
    private static final String NODE = "foyer";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int CONNECTIONS_MAX = 1_000;
    /** In line are as many as are called in this time, so that somebody always waits. */
    private static final Duration LINE = Duration.ofSeconds(30);

    private static final int LINE_MIN = 60;
    private static final double MICROS_PER_SECOND = 1e6;

    private final PacingSetting setting;
    private final WorkDir dir = WorkDir.create();
    private final BundledRedis redis;
    private final Shop shop;
    private final GatewayProcess gateway;

    SocketSale(PacingSetting setting) {
        this.setting = setting;
        redis = BundledRedis.start(dir);
        shop = Shop.start(0);
        gateway = GatewayProcess.start(
                new GatewayConfig(
                        NODE,
                        FreePorts.next(),
                        FreePorts.next(),
                        redis.uri(),
                        dir.resolve("signing-keys.json"),
                        shop.url(),
                        GatewayConfig.AccessLog.OFF,
                        RoomRules.withBudget(setting.ordersPerMinute()).activeBuyers(100_000)),
                dir);
        shop.behave(new Behaviour(SHOP_LATENCY, 0));
    }

    PacingSetting setting() {
        return setting;
    }

    WorkDir dir() {
        return dir;
    }

    Path configFile() {
        return dir.resolve(NODE + ".yaml");
    }

    Figures run(PacingOptions options) throws InterruptedException {
        CrowdPlan plan = CrowdPlan.against(List.of(URI.create(gateway.url())))
                .path("/events/summer-final")
                .buying(ThinkTime.logNormal(setting.checkout(), setting.spread()), setting.conversion(), 1)
                .bounds(CONNECTIONS_MAX, 0);
        try (Crowd crowd = Crowd.open(plan)) {
            long begun = System.nanoTime();
            long warm = begun + options.warmUp().toNanos();
            long end = warm + options.measured().toNanos();
            long sent = keepLine(crowd, 0, warm);
            crowd.forgetLatencies();
            keepLine(crowd, sent, end);
            List<Long> orders = shop.orders().stream().map(Order::atNanos).toList();
            return figures(OrderTimes.of(orders), warm, end, crowd.finish());
        }
    }

    /** Sends a new buyer for each that left the line; says how many were sent so far. */
    private long keepLine(Crowd crowd, long sentBefore, long untilNanos) throws InterruptedException {
        Counts counts = crowd.counts();
        long line = Math.max(LINE_MIN, Math.round(setting.callsIn(LINE)));
        long sent = sentBefore;
        while (System.nanoTime() < untilNanos) {
            if (!gateway.process().isAlive()) {
                throw new IllegalStateException(
                        "the gateway ended:\n" + gateway.process().logTail());
            }
            long missing = line - counts.outside() - (sent - counts.arrived());
            if (missing > 0) {
                crowd.send((int) missing, Arrivals.constant(missing));
                sent += missing;
            }
            Thread.sleep(LOOK.toMillis());
        }
        return sent;
    }

    private Figures figures(OrderTimes orders, long warm, long end, CrowdResult seen) {
        double budget = setting.ordersPerMinute() / 60.0 * (end - warm) / 1e9;
        Histogram latencies = seen.latenciesMicros().getOrDefault(RequestKind.ORDER, new Histogram(3));
        long refused = seen.errors().entrySet().stream()
                .filter(error -> error.getKey().contains(" to the order of "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Figures(
                orders.between(warm, end) / budget,
                heldSeconds(latencies, 50),
                heldSeconds(latencies, 90),
                refused,
                orders.mostIn(Duration.ofSeconds(60)),
                orders.mostIn(Duration.ofSeconds(5)));
    }

    private static double heldSeconds(Histogram latencies, double percent) {
        double answered = latencies.getValueAtPercentile(percent) / MICROS_PER_SECOND;
        return Math.max(0, answered - SHOP_LATENCY.toMillis() / 1_000.0);
    }

    @Override
    public void close() {
        gateway.close();
        shop.close();
        redis.close();
        dir.close();
    }
}
