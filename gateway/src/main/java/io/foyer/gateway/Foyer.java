package io.foyer.gateway;

import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.ConfigReloader;
import io.foyer.gateway.config.ConfigWatcher;
import io.foyer.gateway.config.FoyerConfig;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.crawlers.Crawlers;
import io.foyer.gateway.edge.EdgeServer;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.edge.TurnClock;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.health.Pulses;
import io.foyer.gateway.limits.FileDescriptors;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.LimitTally;
import io.foyer.gateway.limits.Memory;
import io.foyer.gateway.limits.Overload;
import io.foyer.gateway.ops.AccessLog;
import io.foyer.gateway.ops.GuardMeters;
import io.foyer.gateway.ops.Meters;
import io.foyer.gateway.ops.Metric;
import io.foyer.gateway.ops.OpsHandler;
import io.foyer.gateway.ops.Readiness;
import io.foyer.gateway.ops.RoomTraffic;
import io.foyer.gateway.ops.StoreWatch;
import io.foyer.gateway.ops.Traffic;
import io.foyer.gateway.proxy.Proxy;
import io.foyer.gateway.rooms.Rooms;
import io.foyer.gateway.systemd.Notifier;
import io.foyer.redis.RedisSettings;
import io.foyer.redis.RedisStore;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: the one place where its parts are put together. Starting and stopping block; they are for the main
 * thread and for tests.
 */
public final class Foyer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("foyer");

    /** The ops listener serves one operator, a scraper and a probe. */
    private static final ListenerConfig.Limits OPS_LIMITS = new ListenerConfig.Limits(
            256, 16_384, Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(10), 65_536);

    private final Readiness readiness = new Readiness();
    private final StoreWatch storeWatch = new StoreWatch();
    private final Meters meters = new Meters();
    private final AccessLog accessLog = AccessLog.toStdout(meters);
    private final Upstreams upstreams = new Upstreams();
    private final Pulses pulses = new Pulses();
    private final Memory memory = new Memory();
    private final Overload overload;
    private final Guard guard;
    private final EdgeErrors errors;
    private final RedisStore store;
    private final Crawlers crawlers;
    private final Rooms rooms;
    private final ConfigReloader reloader;
    private final EventLoops loops;
    private final OpsHandler ops;
    private final Notifier systemd;
    private final List<EdgeServer> listeners = new ArrayList<>();
    private final EdgeServer opsListener;
    private final ConfigWatcher watcher;

    /**
     * Opens all listeners. The store and the shops need not be there yet.
     *
     * @throws java.net.BindException when a listener's address is taken; nothing is left open then
     */
    public Foyer(Path file, ConfigReader reader, ReadResult start) throws Exception {
        this(file, reader, start, new Memory()::fullest, Rooms.Clocks.SYSTEM);
    }

    /** @param memoryUsed the share of memory in use, 0 to 1 */
    Foyer(Path file, ConfigReader reader, ReadResult start, DoubleSupplier memoryUsed, Rooms.Clocks clocks)
            throws Exception {
        this.overload = new Overload(memoryUsed, System::gc);
        this.guard = new Guard(overload, new LimitTally());
        this.reloader = new ConfigReloader(reader, file, start, this::use);
        FoyerConfig config = reloader.inForce();
        this.errors = new EdgeErrors(config.page().languages());
        accessLog.enable(config.log().access());
        this.store = RedisStore.open(
                new RedisSettings(
                        config.store().uri().reveal(),
                        config.store().timeout(),
                        config.store().minReplicas()),
                storeWatch);
        this.loops = EventLoops.start(Runtime.getRuntime().availableProcessors(), EventLoops.Transport.best());
        this.crawlers = new Crawlers(
                guard.tally(),
                outcome -> meters.counter(Metric.CRAWLER_LOOKUPS, outcome.name().toLowerCase(Locale.ROOT))
                        .increment());
        openCrawlers(config);
        this.rooms = new Rooms(
                config, store.line(), upstreams::of, new RoomTraffic(meters), guard, pulses, clocks, crawlers);
        this.systemd = Notifier.start(System.getenv(), loops);
        this.ops = new OpsHandler(config.ops(), readiness, new Operators(rooms, storeWatch, reloader), meters);
        try {
            Traffic traffic = new Traffic(meters, accessLog, pulses);
            for (ListenerConfig listener : config.listeners()) {
                listeners.add(open(listener, rooms.frontDoor(), traffic, guard));
                if (listener.tls().isPresent()) {
                    meters.gauge(Metric.TLS_EXPIRY, () -> certificateExpiry(listener.name()), listener.name());
                }
            }
            this.opsListener = open(
                    opsListener(config),
                    ops,
                    TrafficMeter.NONE,
                    new Guard(Guard.idle().overload(), guard.tally()));
        } catch (Exception e) {
            release();
            throw e;
        }
        new GuardMeters(meters).show(guard, memory, listeners);
        FileDescriptors.check(config.listeners().stream()
                .mapToLong(listener -> listener.limits().connections())
                .sum());
        rooms.opened().thenRun(readiness::roomsOpen);
        rooms.start();
        overload.start();
        reloader.observe(new ConfigReloader.Observer() {
            @Override
            public void reloading() {
                systemd.reloading();
            }

            @Override
            public void reloaded() {
                systemd.ready("config " + reloader.inForceHash());
            }
        });
        this.watcher = ConfigWatcher.start(reloader);
        readiness.configLoaded();
        readiness.listenersBound();
        listeners.forEach(l -> log.info("listener {}: {}", l.config().name(), l.place()));
        log.info(
                "foyer {} {}: config {}, ops {}",
                Version.TEXT,
                config.node().id(),
                reloader.lastReload().hash(),
                opsListener.address());
        systemd.ready("config " + reloader.inForceHash());
    }

    private static ListenerConfig opsListener(FoyerConfig config) {
        return ListenerConfig.plain("ops", config.ops().bind(), OPS_LIMITS);
    }

    private EdgeServer open(ListenerConfig listener, RequestHandler handler, TrafficMeter traffic, Guard shedding)
            throws Exception {
        EdgeServer.Services services =
                new EdgeServer.Services(handler, new Proxy(loops, traffic), errors, traffic, TurnClock.UTC, shedding);
        return await(EdgeServer.start(listener, loops, services));
    }

    /** Puts a changed config in force: nobody's place is touched, no connection is closed. */
    private void use(FoyerConfig config, List<String> changes) {
        for (ListenerConfig changed : config.listeners()) {
            listeners.stream()
                    .filter(l -> l.config().name().equals(changed.name()))
                    .forEach(l -> l.use(changed));
        }
        openCrawlers(config);
        rooms.use(config, upstreams::of);
        errors.use(config.page().languages());
        accessLog.enable(config.log().access());
        upstreams.closeAllBut(config.shops());
    }

    /** Nobody is looked up, and no socket is open for it, unless a rule needs it. */
    private void openCrawlers(FoyerConfig config) {
        boolean isNeeded = config.shops().stream()
                .flatMap(shop -> shop.bypass().stream())
                .anyMatch(rule -> !rule.domains().isEmpty());
        if (isNeeded) {
            crawlers.open(
                    loops.group().next(),
                    loops.transport().datagramChannel(),
                    config.dns().servers());
        }
    }

    private double certificateExpiry(String listener) {
        return reloader.inForce().listeners().stream()
                .filter(l -> l.name().equals(listener))
                .flatMap(l -> l.tls().stream())
                .flatMap(terms -> terms.certificates().stream())
                .mapToLong(certificate -> certificate.expiresAt().getEpochSecond())
                .min()
                .orElse(0);
    }

    /** The config in force. */
    public FoyerConfig config() {
        return reloader.inForce();
    }

    /** Where the named listener can be reached, with the port that was given for port 0. */
    public InetSocketAddress address(String listener) {
        return listeners.stream()
                .filter(l -> l.config().name().equals(listener))
                .findFirst()
                .orElseThrow()
                .address();
    }

    public InetSocketAddress opsAddress() {
        return opsListener.address();
    }

    /** Says on {@code /readyz} that this gateway is about to go, so that balancers send no more buyers. */
    public void announceEnd() {
        readiness.draining();
        systemd.stopping();
    }

    /** Stops accepting, finishes what is under way within {@code limit}, and stops. */
    public void drain(Duration limit) {
        readiness.draining();
        List<CompletableFuture<Void>> ends = listeners.stream()
                .map(listener -> listener.drain(limit).toCompletableFuture())
                .toList();
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
        close();
    }

    @Override
    public void close() {
        watcher.close();
        release();
    }

    private void release() {
        overload.close();
        rooms.close();
        ops.close();
        systemd.close();
        crawlers.close();
        loops.stop().toCompletableFuture().join();
        upstreams.close();
        store.close();
        accessLog.close();
        meters.close();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
