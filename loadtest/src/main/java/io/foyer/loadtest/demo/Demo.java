package io.foyer.loadtest.demo;

import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Counts;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.crowd.Mix;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import io.foyer.loadtest.shop.Shop;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts everything, keeps a line of simulated buyers, and reports now and then. */
public final class Demo {
    private static final Duration CLEAN_UP = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int REPORT_EVERY_LOOKS = 10;
    private static final int CONNECTIONS_MAX = 500;

    private final DemoOptions options;
    private final PrintStream out;

    public Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs until the process is told to end, and cleans up before it does.
     *
     * @throws IllegalStateException in plain words when a port is taken or a part does not start
     */
    public void run() {
        requireFree(options.port(), "--port");
        requireFree(options.opsPort(), "--ops-port");
        CountDownLatch cleanedUp = new CountDownLatch(1);
        Thread.currentThread().setName("demo");
        Runtime.getRuntime()
                .addShutdownHook(new Thread(interruptAndAwait(Thread.currentThread(), cleanedUp), "end-demo"));
        try {
            runUntilInterrupted();
        } finally {
            cleanedUp.countDown();
        }
    }

    /** On Ctrl-C the JVM only runs its hooks: this one lets the demo's thread close what it opened, in order. */
    private static Runnable interruptAndAwait(Thread demo, CountDownLatch cleanedUp) {
        return () -> {
            demo.interrupt();
            try {
                if (!cleanedUp.await(CLEAN_UP.toSeconds(), TimeUnit.SECONDS)) {
                    demo.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void runUntilInterrupted() {
        out.println("Starting Redis, the shop and the gateway ...");
        try (WorkDir dir = WorkDir.create();
                BundledRedis redis = BundledRedis.start(dir);
                Shop shop = Shop.start(0);
                GatewayProcess gateway = GatewayProcess.start(config(dir, redis, shop), dir);
                Crowd crowd = Crowd.open(plan(gateway))) {
            crowd.send(options.buyers(), Arrivals.constant(options.buyers()));
            welcome(gateway);
            keepLine(crowd, gateway);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireFree(int port, String option) {
        if (!FreePorts.isFree(port)) {
            throw new IllegalStateException("port " + port + " is in use: choose another with " + option + " PORT");
        }
    }

    private GatewayConfig config(WorkDir dir, BundledRedis redis, Shop shop) {
        RoomRules rules = RoomRules.withBudget(options.ordersPerMinute())
                .activeBuyers(500)
                .message("Tickets are going fast. This is a demo: the others in line are simulated.");
        return new GatewayConfig(
                "demo",
                options.port(),
                options.opsPort(),
                redis.uri(),
                dir.resolve("signing-keys.json"),
                shop.url(),
                GatewayConfig.AccessLog.ON,
                rules);
    }

    private static CrowdPlan plan(GatewayProcess gateway) {
        return CrowdPlan.against(List.of(URI.create(gateway.url())))
                .path("/events/summer-final")
                .mix(new Mix(0.05, 0.05, 0.05))
                .buying(Duration.ofSeconds(3), 0.9, 1)
                .bounds(CONNECTIONS_MAX, 0);
    }

    private void welcome(GatewayProcess gateway) {
        out.printf(
                """

                Foyer stands in front of a toy ticket shop that can take %d orders a minute.
                %d simulated buyers are in line before you.

                  shop     %s/
                  ops      %s/

                Open the shop in a browser: you wait in line, see your place move, get in, and order.
                Stop with Ctrl-C.

                """,
                options.ordersPerMinute(),
                options.buyers(),
                gateway.url(),
                gateway.config().opsUrl());
    }

    /** Sends a new buyer for each that left the line, so that whoever opens the page always finds a crowd. */
    private void keepLine(Crowd crowd, GatewayProcess gateway) throws InterruptedException {
        Counts counts = crowd.counts();
        long sent = options.buyers();
        for (int look = 1; gateway.process().isAlive(); look++) {
            Thread.sleep(LOOK.toMillis());
            long onTheWay = sent - counts.arrived();
            long missing = options.buyers() - counts.outside() - onTheWay;
            if (missing > 0) {
                crowd.send((int) missing, Arrivals.constant(missing));
                sent += missing;
            }
            if (look % REPORT_EVERY_LOOKS == 0) {
                out.printf("in line %d, let in %d, orders %d%n", counts.waiting(), counts.entered(), counts.ordered());
            }
        }
        throw new IllegalStateException(
                "the gateway ended:\n" + gateway.process().logTail());
    }
}
