package io.foyer.loadtest.scale;

import io.foyer.loadtest.compare.CpuClock;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.Heap;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import io.foyer.loadtest.shop.Shop;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The whole measurement. Newcomers, polls and calls go through a gateway's sockets; Redis is asked only for its figures. */
public final class Scale {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLLING_CONNECTIONS = 64;
    private static final int TICKETS_MAX = 20_000;
    private static final int WARM_UPS = 4;
    private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
    /** One buyer may shop: everybody else waits. */
    private static final RoomRules SHUT = RoomRules.withBudget(6_000).activeBuyers(1);

    private static final RoomRules WIDE = RoomRules.withBudget(6_000).activeBuyers(100_000);

    private final ScaleOptions options;
    private final PrintStream progress;

    public Scale(ScaleOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    public ScaleResult run() throws IOException, InterruptedException {
        try (Shop shop = Shop.start(0)) {
            ScaleResult.Failover failover = failover(shop);
            try (WorkDir dir = WorkDir.create();
                    BundledRedis redis = BundledRedis.start(dir);
                    GatewayProcess gateway = gateway(dir, redis.uri(), shop, SHUT);
                    RedisProbe probe = new RedisProbe(redis.port());
                    Herd herd = new Herd(gateway.url())) {
                return new Line(redis, gateway, probe, herd).measure(failover);
            }
        }
    }

    private static GatewayProcess gateway(WorkDir dir, String redisUri, Shop shop, RoomRules rules) {
        GatewayConfig config = new GatewayConfig(
                "foyer",
                FreePorts.next(),
                FreePorts.next(),
                redisUri,
                dir.resolve("signing-keys.json"),
                shop.url(),
                GatewayConfig.AccessLog.OFF,
                rules);
        return GatewayProcess.start(config, dir, new GatewayProcess.Launch(List.of(), JVM_FLAGS));
    }

    private ScaleResult.Failover failover(Shop shop) throws IOException, InterruptedException {
        progress.println("failover: a master, a replica, three sentinels, one gateway");
        try (WorkDir dir = WorkDir.create();
                SentinelTrio store = SentinelTrio.start(dir, options.downAfter());
                GatewayProcess gateway = gateway(dir, store.uri(), shop, WIDE);
                Herd herd = new Herd(gateway.url())) {
            herd.run(POLLING_CONNECTIONS, Math.min(options.places(), TICKETS_MAX), new Newcomers(0));
            ServingWatch watch = new ServingWatch(gateway.url());
            watch.awaitCall(PATIENCE);
            long died = System.nanoTime();
            store.killMaster();
            // What was called just before the end may be told a slice later.
            watch.awaitStandstill(Duration.ofMillis(600), PATIENCE);
            watch.awaitCall(PATIENCE);
            return new ScaleResult.Failover(options.downAfter().toMillis(), millisSince(died));
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    /** Everybody takes a place; the first tickets are kept. */
    private static final class Newcomers implements Herd.Work {
        private static final byte[] REQUEST = Herd.get("/events/summer-final", "");
        private static final String TICKET = "\"ticket\":\"";

        private final int ticketsMax;
        private final List<String> tickets = new ArrayList<>();

        Newcomers(int ticketsMax) {
            this.ticketsMax = ticketsMax;
        }

        @Override
        public byte[] request(int index) {
            return REQUEST;
        }

        @Override
        public void answered(int index, String body) {
            int at = tickets.size() < ticketsMax ? body.indexOf(TICKET) : -1;
            if (at >= 0) {
                int start = at + TICKET.length();
                tickets.add(body.substring(start, body.indexOf('"', start)));
            }
        }
    }

    /** One long line at one gateway and one Redis. */
    private final class Line {
        private final long redisPid;
        private final GatewayProcess gateway;
        private final RedisProbe probe;
        private final Herd herd;
        private List<String> tickets = List.of();

        Line(BundledRedis redis, GatewayProcess gateway, RedisProbe probe, Herd herd) {
            this.redisPid = redis.process().pid();
            this.gateway = gateway;
            this.probe = probe;
            this.herd = herd;
        }

        ScaleResult measure(ScaleResult.Failover failover) throws IOException, InterruptedException {
            warmUp();
            long redisBefore = probe.usedMemory();
            long heapBefore = Heap.ofLive(gateway.process().pid()).usedBytes();
            List<ScaleResult.Joins> joins = new ArrayList<>();
            for (int connections : options.connections()) {
                joins.add(joins(
                        connections, options.places() / options.connections().size()));
            }
            ScaleResult.Held held = new ScaleResult.Held(
                    options.places(),
                    probe.usedMemory() - redisBefore,
                    Heap.ofLive(gateway.process().pid()).usedBytes() - heapBefore);
            return new ScaleResult(joins, held, polls(), reloads(), failover);
        }

        /** A cold JVM costs several times as much. */
        private void warmUp() throws IOException, InterruptedException {
            progress.println("warming up");
            for (int i = 0; i < WARM_UPS; i++) {
                Newcomers newcomers = new Newcomers(100);
                herd.run(POLLING_CONNECTIONS, options.places() / 40, newcomers);
                herd.run(POLLING_CONNECTIONS, options.polls() / 10, Herd.polls(newcomers.tickets));
            }
        }

        private ScaleResult.Joins joins(int connections, int count) throws IOException, InterruptedException {
            progress.println(count + " newcomers, " + connections + " at once");
            Newcomers newcomers = new Newcomers(TICKETS_MAX);
            Cost cost = cost(connections, count, newcomers);
            tickets = newcomers.tickets;
            int sets = Math.max(6_400, count / 2 / 64 * 64);
            long before = CpuClock.micros(redisPid);
            probe.setKeys(sets, 64);
            double setMicros = (CpuClock.micros(redisPid) - before) / (double) sets;
            probe.forgetKeys();
            return new ScaleResult.Joins(
                    connections,
                    count / cost.seconds(),
                    count / (double) Math.max(1, cost.commands()),
                    cost.gatewayMicros() / (double) count,
                    cost.redisMicros() / (double) count,
                    setMicros);
        }

        private ScaleResult.Polls polls() throws IOException, InterruptedException {
            progress.println(options.polls() + " polls of " + tickets.size() + " buyers");
            Cost cost = cost(POLLING_CONNECTIONS, options.polls(), Herd.polls(tickets));
            double polls = options.polls();
            return new ScaleResult.Polls(
                    polls / cost.seconds(),
                    cost.gatewayMicros() / polls,
                    cost.commands() / polls,
                    cost.redisMicros() / polls);
        }

        private record Cost(double seconds, long commands, long gatewayMicros, long redisMicros) {}

        private Cost cost(int connections, int requests, Herd.Work work) throws IOException, InterruptedException {
            long commands = probe.evaluations();
            long ofGateway = CpuClock.micros(gateway.process().pid());
            long ofRedis = CpuClock.micros(redisPid);
            double seconds = herd.run(connections, requests, work) / 1e9;
            return new Cost(
                    seconds,
                    probe.evaluations() - commands,
                    CpuClock.micros(gateway.process().pid()) - ofGateway,
                    CpuClock.micros(redisPid) - ofRedis);
        }

        private List<Long> reloads() throws IOException, InterruptedException {
            progress.println("reloads");
            ServingWatch watch = new ServingWatch(gateway.url());
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < options.reloads(); i++) {
                gateway.reconfigure(SHUT);
                watch.awaitStandstill(Duration.ofSeconds(3), PATIENCE);
                long begun = System.nanoTime();
                gateway.reconfigure(WIDE);
                watch.awaitCall(PATIENCE);
                millis.add(millisSince(begun));
            }
            return millis;
        }
    }
}
