package io.foyer.loadtest.compare;

import io.foyer.loadtest.crowd.Guest;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole benchmark. Foyer does everything it does in production on the admitted path: it verifies the pass, keeps its limits and
 * metrics and writes its access log (to {@code /dev/null}, for disks differ); nginx and HAProxy proxy plainly, without a log.
 */
public final class Comparison {
    private static final String PAGE = "/events/summer-final";
    private static final int ADMISSION_TRIES = 100;
    private static final long ADMISSION_PAUSE_MILLIS = 200;
    private static final Load JOINS = Load.kept(64);
    private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private final CompareOptions options;
    private final PrintStream progress;
    private final Tools tools = Tools.find();
    private final Wrk wrk = new Wrk(tools);

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
        String waiting = guest.cookieHeader();
        Neighbours neighbours = new Neighbours(tools, dir);
        try (Neighbours.Server nginx = neighbours.nginxProxy(upstream.port(), guest.status());
                Neighbours.Server haproxy = neighbours.haproxy(upstream.port())) {
            Rounds rounds = new Rounds(wrk, options, progress);
            warmUp(gateway, admitted, waiting);
            List<CaseResult> cases = new ArrayList<>();
            for (int connections : options.connections()) {
                cases.add(rounds.run(
                        "proxy 1 KB, " + connections + " connections",
                        Load.kept(connections),
                        proxies(PAGE, admitted, List.of(nginx, haproxy), gateway)));
            }
            cases.add(rounds.run(
                    "proxy 100 kB, 64 connections",
                    Load.kept(64),
                    proxies("/large", admitted, List.of(nginx, haproxy), gateway)));
            cases.add(rounds.run(
                    "proxy 1 KB, new connection each",
                    new Load(64, Load.Habit.NEW_CONNECTION_EACH),
                    proxies(PAGE, admitted, List.of(nginx, haproxy), gateway)));
            for (int connections : options.connections()) {
                cases.add(rounds.run(
                        "status poll, " + connections + " connections",
                        Load.kept(connections),
                        polls(waiting, nginx, gateway)));
            }
            cases.add(rounds.run(
                    "waiting page, 64 connections",
                    new Load(64, Load.Habit.TAKES_ERRORS),
                    pages(waiting, nginx, gateway)));
            JoinRate joins = joins(redis, gateway);
            long pid = gateway.process().pid();
            return new CompareResult(cases, joins, Footprint.measure(startMillis, pid, gateway.url()));
        }
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

    /** The limit on active buyers is counted once a second, so some more may be let in before it holds. */
    private static Guest firstToWait(String gateway) throws IOException, InterruptedException {
        for (int i = 0; i < ADMISSION_TRIES; i++) {
            Guest guest = Guest.newcomer(gateway);
            guest.askForPage();
            if (guest.hasTicket() && !guest.hasPass()) {
                return guest;
            }
            Thread.sleep(ADMISSION_PAUSE_MILLIS);
        }
        throw new IllegalStateException("the gateway let everybody in");
    }

    private GatewayProcess gateway(WorkDir dir, BundledRedis redis, Neighbours.Server upstream) throws IOException {
        // One active buyer: the first guest is let in, and everybody after it waits.
        RoomRules rules = RoomRules.withBudget(600).activeBuyers(1);
        GatewayConfig config = new GatewayConfig(
                "foyer",
                FreePorts.next(),
                FreePorts.next(),
                redis.uri(),
                dir.resolve("signing-keys.json"),
                upstream.url(),
                GatewayConfig.AccessLog.ON,
                rules);
        Files.createSymbolicLink(dir.resolve(config.node() + ".log"), Path.of("/dev/null"));
        return GatewayProcess.start(config, dir, new GatewayProcess.Launch(tools.onProxyCore(List.of()), JVM_FLAGS));
    }

    /** A cold JVM costs several times as much; both paths are compiled before anything counts. */
    private void warmUp(GatewayProcess gateway, String admitted, String waiting) {
        progress.println("warming up the gateway");
        for (int connections : options.connections()) {
            Load load = Load.kept(connections);
            wrk.run(gateway.url() + PAGE, admitted, load, options.warmUp());
            wrk.run(gateway.url() + "/_foyer/status", waiting, load, options.warmUp());
            wrk.run(gateway.url() + PAGE, waiting, load, options.warmUp());
        }
        wrk.run(gateway.url() + PAGE, admitted, new Load(64, Load.Habit.NEW_CONNECTION_EACH), options.warmUp());
    }

    private static List<Candidate> proxies(
            String path, String cookies, List<Neighbours.Server> others, GatewayProcess gateway) {
        return List.of(
                new Candidate(
                        "nginx", others.get(0).process().pid(), others.get(0).url() + path, cookies),
                new Candidate("foyer", gateway.process().pid(), gateway.url() + path, cookies),
                new Candidate(
                        "haproxy", others.get(1).process().pid(), others.get(1).url() + path, cookies));
    }

    private static List<Candidate> polls(String cookies, Neighbours.Server nginx, GatewayProcess gateway) {
        return List.of(
                new Candidate("nginx", nginx.process().pid(), nginx.url() + "/status", cookies),
                new Candidate("foyer", gateway.process().pid(), gateway.url() + "/_foyer/status", cookies));
    }

    /** A page of the buyer's own from memory, held against a file of about its size from the system's cache. */
    private static List<Candidate> pages(String cookies, Neighbours.Server nginx, GatewayProcess gateway) {
        return List.of(
                new Candidate("nginx", nginx.process().pid(), nginx.url() + "/page", cookies),
                new Candidate("foyer", gateway.process().pid(), gateway.url() + PAGE, cookies));
    }

    private JoinRate joins(BundledRedis redis, GatewayProcess gateway) {
        progress.println("newcomers");
        String url = gateway.url() + PAGE;
        wrk.run(url, "", JOINS, options.warmUp());
        Duration duration = options.slice().multipliedBy(2);
        long redisBefore = CpuClock.micros(redis.process().pid());
        long gatewayBefore = CpuClock.micros(gateway.process().pid());
        WrkResult result = wrk.run(url, "", JOINS, duration);
        double joins = Math.max(1, result.requests());
        return new JoinRate(
                joins / duration.toSeconds(),
                (CpuClock.micros(redis.process().pid()) - redisBefore) / joins,
                (CpuClock.micros(gateway.process().pid()) - gatewayBefore) / joins);
    }
}
