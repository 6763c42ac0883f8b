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
import java.util.Optional;

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

    private static final int NEW_TLS_WARM_UPS = 4;
    private static final List<Secured> SECURED = List.of(
            new Secured("TLS h2 1 KB, 64 connections x 1", Load.http2(64, 1)),
            new Secured("TLS h2 1 KB, 16 connections x 32", Load.http2(16, 32)),
            new Secured("TLS h2 1 KB, new connection each", newTls(400)));

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
        String waiting = guest.cookieHeader();
        Neighbours neighbours = new Neighbours(tools, dir);
        try (Neighbours.Server nginx = neighbours.nginxProxy(upstream.port(), guest.status());
                Neighbours.Server haproxy = neighbours.haproxy(upstream.port())) {
            Rounds rounds = new Rounds(tools, options, progress);
            warmUp(rounds, gateway, admitted, waiting);
            List<CaseResult> results = cases(admitted, waiting, nginx, haproxy, gateway).stream()
                    .filter(each -> each.name().contains(options.only()))
                    .map(each -> rounds.run(each.name(), each.load(), each.candidates()))
                    .toList();
            JoinRate joins = joins(rounds, redis, gateway);
            long pid = gateway.process().pid();
            return new CompareResult(results, joins, Footprint.measure(startMillis, pid, gateway.url()));
        }
    }

    private List<Case> cases(
            String admitted,
            String waiting,
            Neighbours.Server nginx,
            Neighbours.Server haproxy,
            GatewayProcess gateway) {
        List<Neighbours.Server> others = List.of(nginx, haproxy);
        List<Candidate> pages = proxies(PAGE, admitted, others, gateway);
        List<Case> cases = new ArrayList<>();
        for (int connections : options.connections()) {
            cases.add(new Case("proxy 1 KB, " + connections + " connections", Load.kept(connections), pages));
        }
        List<Candidate> large = proxies("/large", admitted, others, gateway);
        cases.add(new Case("proxy 100 kB, 64 connections", Load.kept(64), large));
        Load newEach = new Load(64, Load.Habit.NEW_CONNECTION_EACH);
        cases.add(new Case("proxy 1 KB, new connection each", newEach, pages));
        List<Candidate> secured = secured(admitted, others, gateway);
        SECURED.forEach(each -> cases.add(new Case(each.name(), each.load(), secured)));
        for (int connections : options.connections()) {
            Load load = Load.kept(connections);
            cases.add(new Case("status poll, " + connections + " connections", load, polls(waiting, nginx, gateway)));
        }
        Load errors = new Load(64, Load.Habit.TAKES_ERRORS);
        cases.add(new Case("waiting page, 64 connections", errors, pages(waiting, nginx, gateway)));
        return cases;
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

    /** A cold JVM costs several times as much; both paths are compiled before anything counts. */
    private void warmUp(Rounds rounds, GatewayProcess gateway, String admitted, String waiting) {
        progress.println("warming up the gateway");
        for (int connections : options.connections()) {
            Load load = Load.kept(connections);
            rounds.load(gateway.url() + PAGE, admitted, load, options.warmUp());
            rounds.load(gateway.url() + "/_foyer/status", waiting, load, options.warmUp());
            rounds.load(gateway.url() + PAGE, waiting, load, options.warmUp());
        }
        rounds.load(gateway.url() + PAGE, admitted, new Load(64, Load.Habit.NEW_CONNECTION_EACH), options.warmUp());
        for (Secured each : SECURED) {
            rounds.load(gateway.config().secureUrl() + PAGE, overTls(admitted), each.load(), options.warmUp());
        }
        // Few requests go through it, and the compiler counts them.
        for (int i = 0; i < NEW_TLS_WARM_UPS; i++) {
            rounds.load(gateway.config().secureUrl() + PAGE, overTls(admitted), newTls(1_200), options.warmUp());
        }
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

    private static List<Candidate> secured(String cookies, List<Neighbours.Server> others, GatewayProcess gateway) {
        Neighbours.Server nginx = others.get(0);
        Neighbours.Server haproxy = others.get(1);
        String same = overTls(cookies);
        return List.of(
                new Candidate("nginx", nginx.process().pid(), nginx.secureUrl() + PAGE, same),
                new Candidate("foyer", gateway.process().pid(), gateway.config().secureUrl() + PAGE, same),
                new Candidate("haproxy", haproxy.process().pid(), haproxy.secureUrl() + PAGE, same));
    }

    /** The same cookies by the names that they have over TLS. */
    private static String overTls(String cookies) {
        return cookies.replace("foyer-", "__Host-foyer-");
    }

    private record Secured(String name, Load load) {}

    private record Case(String name, Load load, List<Candidate> candidates) {}

    private static Load newTls(int connectionsPerSecond) {
        return new Load(connectionsPerSecond, Load.Habit.NEW_TLS_CONNECTION_EACH);
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

    private JoinRate joins(Rounds rounds, BundledRedis redis, GatewayProcess gateway) {
        progress.println("newcomers");
        String url = gateway.url() + PAGE;
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
