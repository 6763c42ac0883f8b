package io.foyer.loadtest.compare;

import io.foyer.loadtest.crowd.Guest;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.Heap;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The whole benchmark. Foyer does everything it does in production on the admitted path: it verifies the pass, keeps its limits and
 * metrics and writes its access log (to {@code /dev/null}, for disks differ); nginx and HAProxy proxy plainly, without a log.
 */
public final class Comparison {
    private static final int WAITING_LOOKS = 20;
    private static final int ADMISSION_TRIES = 100;
    private static final long ADMISSION_PAUSE_MILLIS = 200;
    private static final Load JOINS = Load.kept(64);
    private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private final CompareOptions options;
    private final PrintStream progress;
    private final Tools tools = Tools.find();

    /** @throws IllegalStateException when a program is missing */
    public Comparison(CompareOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    public CompareResult run() throws IOException, InterruptedException {
        try (WorkDir dir = WorkDir.create();
                BundledRedis redis = BundledRedis.start(dir, tools.onLoadCore(List.of()));
                Neighbours.Server upstream = new Neighbours(tools, dir).upstream()) {
            long begun = System.nanoTime();
            try (GatewayProcess gateway = gateway(dir, redis, upstream)) {
                return measure(dir, redis, upstream, gateway, (System.nanoTime() - begun) / 1_000_000);
            }
        }
    }

    private CompareResult measure(
            WorkDir dir, BundledRedis redis, Neighbours.Server upstream, GatewayProcess gateway, long startMillis)
            throws IOException, InterruptedException {
        String admitted = admit(Guest.newcomer(gateway.url()));
        Guest guest = firstToWait(gateway.url());
        Neighbours neighbours = new Neighbours(tools, dir);
        try (Neighbours.Server nginx = neighbours.nginxProxy(upstream.port(), guest.status());
                Neighbours.Server haproxy = neighbours.haproxy(upstream.port());
                Neighbours.Server relay = neighbours.relay(upstream.port())) {
            // First of all: later, what a case left behind goes while this is measured.
            long idle = Footprint.idleBytesPerConnection(gateway.process().pid(), gateway.url());
            Rounds rounds = new Rounds(tools, options, progress);
            List<Case> cases = new Cases(admitted, guest, nginx, haproxy, relay, gateway)
                    .of(options.connections()).stream()
                            .filter(each -> each.name().contains(options.only()))
                            .toList();
            warmUp(rounds, cases);
            List<CaseResult> results = cases.stream()
                    .map(each -> rounds.run(each.name(), each.load(), each.candidates()))
                    .toList();
            double bytesPerRequest = bytesPerRequest(rounds, gateway, admitted);
            JoinRate joins = joins(rounds, redis, gateway);
            return new CompareResult(results, joins, new Footprint(startMillis, bytesPerRequest, idle));
        }
    }

    /** Every path once, so that what the compiler takes for rare is not what another case does all the time. */
    private void warmUp(Rounds rounds, List<Case> cases) {
        progress.println("warming up the gateway");
        for (Case each : cases) {
            each.candidates().stream()
                    .filter(Candidate::compiles)
                    .forEach(gateway ->
                            rounds.load(gateway.url(), gateway.cookies().get(), each.load(), options.warmUp()));
        }
    }

    private double bytesPerRequest(Rounds rounds, GatewayProcess gateway, String admitted) {
        progress.println("memory");
        long pid = gateway.process().pid();
        String url = gateway.url() + Cases.PAGE;
        rounds.load(url, admitted, Load.kept(64), options.warmUp());
        long before = Heap.of(pid).allocatedBytes();
        Counts result = rounds.load(url, admitted, Load.kept(64), options.slice());
        return (double) (Heap.of(pid).allocatedBytes() - before) / Math.max(1, result.requests());
    }

    private static String admit(Guest guest) throws IOException, InterruptedException {
        for (int i = 0; i < ADMISSION_TRIES && !guest.hasPass(); i++) {
            guest.askForPage();
            Thread.sleep(ADMISSION_PAUSE_MILLIS);
        }
        if (!guest.hasPass()) {
            throw new IllegalStateException("the gateway let nobody in: " + guest.status());
        }
        return guest.cookieHeader();
    }

    /** The limit on active buyers is counted once a second, so some more may be let in, or called, before it holds. */
    private static Guest firstToWait(String gateway) throws IOException, InterruptedException {
        for (int i = 0; i < ADMISSION_TRIES; i++) {
            Guest guest = Guest.newcomer(gateway);
            guest.askForPage();
            if (guest.hasTicket() && !guest.hasPass() && goesOnWaiting(guest)) {
                return guest;
            }
            Thread.sleep(ADMISSION_PAUSE_MILLIS);
        }
        throw new IllegalStateException("the gateway let everybody in");
    }

    /** Who has been called gets no waiting page any more, but costs a store call with every request. */
    private static boolean goesOnWaiting(Guest guest) throws IOException, InterruptedException {
        for (int i = 0; i < WAITING_LOOKS; i++) {
            Thread.sleep(ADMISSION_PAUSE_MILLIS);
            if (!guest.status().contains("\"state\":\"waiting\"")) {
                return false;
            }
        }
        return true;
    }

    private GatewayProcess gateway(WorkDir dir, BundledRedis redis, Neighbours.Server upstream) throws IOException {
        // One active buyer: the first guest is let in, and everybody after it waits.
        // Its pass lasts all the time, since load generators do not take the fresh one that browsers get every minute.
        RoomRules rules = RoomRules.withBudget(600).activeBuyers(1).sessionIdle(Duration.ofHours(5));
        GatewayConfig config = new GatewayConfig(
                "foyer",
                FreePorts.next(),
                GatewayConfig.Sharing.ALONE,
                Optional.of(new GatewayConfig.Secure(FreePorts.next(), Certificate.in(dir, tools))),
                FreePorts.next(),
                redis.uri(),
                dir.resolve("signing-keys.json"),
                upstream.url(),
                GatewayConfig.AccessLog.ON,
                rules);
        Files.createSymbolicLink(dir.resolve(config.node() + ".log"), Path.of("/dev/null"));
        return GatewayProcess.start(config, dir, new GatewayProcess.Launch(tools.onProxyCore(List.of()), JVM_FLAGS));
    }

    private JoinRate joins(Rounds rounds, BundledRedis redis, GatewayProcess gateway) {
        progress.println("newcomers");
        String url = gateway.url() + Cases.PAGE;
        rounds.load(url, "", JOINS, options.warmUp());
        Duration duration = options.slice().multipliedBy(2);
        long redisBefore = CpuClock.micros(redis.process().pid());
        long gatewayBefore = CpuClock.micros(gateway.process().pid());
        Counts result = rounds.load(url, "", JOINS, duration);
        double joins = Math.max(1, result.requests());
        return new JoinRate(
                joins / duration.toSeconds(),
                (CpuClock.micros(redis.process().pid()) - redisBefore) / joins,
                (CpuClock.micros(gateway.process().pid()) - gatewayBefore) / joins);
    }
}
