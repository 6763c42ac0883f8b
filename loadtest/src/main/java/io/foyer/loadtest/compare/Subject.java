package io.foyer.loadtest.compare;

import io.foyer.loadtest.crowd.Guest;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A gateway that is measured, with a Redis of its own, one buyer who shops and one who waits. */
final class Subject implements AutoCloseable {
    private static final int WAITING_LOOKS = 20;
    private static final int ADMISSION_TRIES = 100;
    private static final long ADMISSION_PAUSE_MILLIS = 200;
    private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final String MAIN = "io.foyer.gateway.Main";

    private final String name;
    private final BundledRedis redis;
    private final GatewayProcess gateway;
    private final long startMillis;
    private final Guest admitted;
    private final Guest waiting;

    private Subject(
            String name, BundledRedis redis, GatewayProcess gateway, long startMillis, Guest admitted, Guest waiting) {
        this.name = name;
        this.redis = redis;
        this.gateway = gateway;
        this.startMillis = startMillis;
        this.admitted = admitted;
        this.waiting = waiting;
    }

    /** What a JVM runs for the gateway of this build. */
    static List<String> own() {
        return List.of("-cp", System.getProperty("java.class.path"), MAIN);
    }

    /** What a JVM runs for the gateway in a {@code foyer.jar} or {@code foyer-loadtest.jar} of another build. */
    static List<String> jar(Path jar) {
        return List.of("-cp", jar.toString(), MAIN);
    }

    /**
     * Returns when the gateway is ready, one buyer has a pass and another waits.
     *
     * @param program of {@link #own} or {@link #jar}
     */
    static Subject start(String name, WorkDir dir, Tools tools, Neighbours.Server upstream, List<String> program)
            throws IOException, InterruptedException {
        BundledRedis redis = BundledRedis.start(dir, tools.onLoadCore(List.of()));
        GatewayProcess gateway = null;
        try {
            long begun = System.nanoTime();
            gateway = GatewayProcess.start(
                    config(name, dir, tools, redis, upstream),
                    dir,
                    new GatewayProcess.Launch(tools.onProxyCore(List.of()), JVM_FLAGS, program));
            long startMillis = (System.nanoTime() - begun) / 1_000_000;
            Guest admitted = admit(Guest.newcomer(gateway.url()));
            return new Subject(name, redis, gateway, startMillis, admitted, firstToWait(gateway.url()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (gateway != null) {
                gateway.close();
            }
            redis.close();
            throw e;
        }
    }

    private static GatewayConfig config(
            String name, WorkDir dir, Tools tools, BundledRedis redis, Neighbours.Server upstream) throws IOException {
        // One active buyer: the first guest is let in, and everybody after it waits.
        // Its pass lasts through the cases that do not use it.
        RoomRules rules = RoomRules.withBudget(600).activeBuyers(1).sessionIdle(Duration.ofHours(5));
        GatewayConfig config = new GatewayConfig(
                name,
                FreePorts.next(),
                GatewayConfig.Sharing.ALONE,
                Optional.of(new GatewayConfig.Secure(FreePorts.next(), Certificate.in(dir, tools))),
                FreePorts.next(),
                redis.uri(),
                dir.resolve(name + "-keys.json"),
                upstream.url(),
                GatewayConfig.AccessLog.ON,
                rules);
        Files.createSymbolicLink(dir.resolve(config.node() + ".log"), Path.of("/dev/null"));
        return config;
    }

    private static Guest admit(Guest guest) throws IOException, InterruptedException {
        for (int i = 0; i < ADMISSION_TRIES && !guest.hasPass(); i++) {
            guest.askForPage();
            Thread.sleep(ADMISSION_PAUSE_MILLIS);
        }
        if (!guest.hasPass()) {
            throw new IllegalStateException("the gateway let nobody in: " + guest.status());
        }
        return guest;
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

    String name() {
        return name;
    }

    String url() {
        return gateway.url();
    }

    String secureUrl() {
        return gateway.config().secureUrl();
    }

    long pid() {
        return gateway.process().pid();
    }

    long redisPid() {
        return redis.process().pid();
    }

    /** From the start of the process until it was ready. */
    long startMillis() {
        return startMillis;
    }

    /** The status object of the buyer who waits. */
    String statusText() throws IOException, InterruptedException {
        return waiting.status();
    }

    /** The cookies of the buyer with a pass, who takes what it is given as browsers do; a load generator does not. */
    String admitted() {
        return cookiesAfter(admitted, Guest::askForPage);
    }

    /** The cookies of the buyer who waits, likewise. */
    String polling() {
        return cookiesAfter(waiting, Guest::status);
    }

    private interface Request {
        Object of(Guest guest) throws IOException, InterruptedException;
    }

    private static String cookiesAfter(Guest guest, Request request) {
        try {
            request.of(guest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return guest.cookieHeader();
    }

    @Override
    public void close() {
        gateway.close();
        redis.close();
    }
}
