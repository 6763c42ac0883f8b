package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.config.ListenAddress;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.config.UpstreamConfig;
import io.foyer.gateway.edge.EdgeServer;
import io.foyer.gateway.edge.ErrorAnswers;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.Flood;
import io.foyer.gateway.edge.RequestRecord;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.exchange.ShopUpstream;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.tls.TlsFault;
import io.foyer.gateway.tls.TlsTerms;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An edge and a proxy on one event loop, in front of raw shops; by default everything is forwarded. */
final class Testbed implements AutoCloseable {
    static final EventLoops LOOPS = EventLoops.start(1, EventLoops.Transport.best());

    final List<Upstream.Result> reports = new CopyOnWriteArrayList<>();
    final List<UpstreamFault> faults = new CopyOnWriteArrayList<>();
    final List<Integer> statuses = new CopyOnWriteArrayList<>();
    final List<RequestRecord.Ending> endings = new CopyOnWriteArrayList<>();
    final List<String> tlsAgreed = new CopyOnWriteArrayList<>();
    final List<Flood> floods = new CopyOnWriteArrayList<>();
    final List<TlsFault> tlsFailed = new CopyOnWriteArrayList<>();
    /** Protocols of requests that ended, with TLS or without. */
    final List<String> protocols = new CopyOnWriteArrayList<>();

    final AtomicInteger retries = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger upstreamOpen = new AtomicInteger();
    final AtomicInteger streamsOpen = new AtomicInteger();
    final AtomicInteger upgraded = new AtomicInteger();
    final Proxy proxy;
    final EdgeServer edge;
    private final ShopUpstream shop;
    private final Settings settings;

    /** What a test wants to be different. */
    static final class Settings {
        ListenerConfig.Limits limits = new ListenerConfig.Limits(
                1000,
                16 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(10),
                200L * 1024 * 1024);
        List<CidrBlock> trusted = List.of();
        List<ListenerConfig.Protocol> protocols = List.of(ListenerConfig.Protocol.HTTP_1_1);
        Optional<TlsTerms> tls = Optional.empty();
        boolean proxyProtocol;
        ListenAddress bind = new BindAddress("127.0.0.1", 0);
        ListenerConfig.Sharing sharing = ListenerConfig.Sharing.ALONE;
        int connections = 100;
        Duration connectTimeout = Duration.ofSeconds(1);
        Duration responseTimeout = Duration.ofSeconds(5);
        Duration idleTimeout = Duration.ofSeconds(5);
        Duration upgradedTimeout = Duration.ofSeconds(5);
        RequestHandler handler = exchange -> {};
        EventLoops loops = LOOPS;
        Guard guard = Guard.idle();
        volatile List<Server> servers = List.of();

        UpstreamConfig upstream() {
            return new UpstreamConfig(
                    "http",
                    connections,
                    new UpstreamConfig.Timeouts(connectTimeout, responseTimeout, idleTimeout, upgradedTimeout),
                    Map.of());
        }

        /** Lets requests that ask for a WebSocket have one. */
        Settings withWebSockets() {
            RequestHandler forwarding = handler;
            handler = exchange -> {
                String protocol = exchange.request().upgradeAmong(List.of("websocket"));
                if (protocol != null) {
                    exchange.allowUpgrade(protocol);
                }
                forwarding.handle(exchange);
            };
            return this;
        }
    }

    Testbed(RawShop to) {
        this(to.server());
    }

    Testbed(Server... servers) {
        this(settings(servers));
    }

    Testbed(Settings settings) {
        this.settings = settings;
        Leaks.found();
        shop = new ShopUpstream("arena", new Fixed(settings), settings.upstream());
        TrafficMeter meter = new Meter();
        proxy = new Proxy(settings.loops, meter);
        ListenerConfig config = new ListenerConfig(
                "web",
                settings.bind,
                settings.sharing,
                settings.protocols,
                settings.tls,
                settings.trusted,
                settings.proxyProtocol,
                settings.limits);
        edge = EdgeServer.start(
                        config,
                        settings.loops,
                        new EdgeServer.Services(
                                settings.handler, proxy, ErrorAnswers.PLAIN, meter, Clock.systemUTC(), settings.guard))
                .toCompletableFuture()
                .join();
    }

    static Settings settings(Server... servers) {
        Settings settings = new Settings();
        settings.servers = List.of(servers);
        Upstream upstream = new Fixed(settings);
        settings.handler = exchange -> exchange.forward(new Forwarding(
                new ShopUpstream("arena", upstream, settings.upstream()),
                Forwarding.NO_LINES,
                Forwarding.NO_LINES,
                null));
        return settings;
    }

    /** From now on requests go there. */
    void choose(Server other) {
        settings.servers = List.of(other);
    }

    ShopUpstream shop() {
        return shop;
    }

    int port() {
        return edge.address().getPort();
    }

    RawClient client() {
        return RawClient.connect(port());
    }

    @Override
    public void close() {
        edge.drain(Duration.ofMillis(1)).toCompletableFuture().join();
        assertThat(Leaks.found()).as("buffers that were never released").isEmpty();
    }

    /** Names its servers in turn, or none. */
    private static final class Fixed implements Upstream {
        private final Settings settings;
        private final AtomicInteger turn = new AtomicInteger();

        Fixed(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Optional<Server> choose() {
            List<Server> servers = settings.servers;
            return servers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(servers.get(turn.getAndIncrement() % servers.size()));
        }

        @Override
        public Health health() {
            return new Health(Health.State.HEALTHY, "", List.of());
        }

        @Override
        public void close() {}
    }

    private final class Meter implements TrafficMeter {
        @Override
        public void requestFinished(RequestRecord request) {
            statuses.add(request.status());
            endings.add(request.ending());
            RequestHead head = request.head();
            protocols.add((head == null ? "none" : head.protocol()) + (request.isTls() ? " over TLS" : ""));
        }

        @Override
        public void connectionRefused(String listener) {
            refused.incrementAndGet();
        }

        @Override
        public void tlsAgreed(String listener, String version) {
            tlsAgreed.add(version);
        }

        @Override
        public void flooded(String listener, Flood kind) {
            floods.add(kind);
        }

        @Override
        public void tlsFailed(String listener, TlsFault fault) {
            tlsFailed.add(fault);
        }

        @Override
        public void upgradedOpened(String shopName) {
            upgraded.incrementAndGet();
        }

        @Override
        public void upgradedClosed(String shopName) {
            upgraded.decrementAndGet();
        }

        @Override
        public void upstreamConnected(String shopName, Server server, long nanos) {
            upstreamOpen.incrementAndGet();
        }

        @Override
        public void upstreamClosed(String shopName, Server server) {
            upstreamOpen.decrementAndGet();
        }

        @Override
        public void upstreamStreamOpened(String shopName, Server server) {
            streamsOpen.incrementAndGet();
        }

        @Override
        public void upstreamStreamClosed(String shopName, Server server) {
            streamsOpen.decrementAndGet();
        }

        @Override
        public void upstreamRetried(String shopName, Server server) {
            retries.incrementAndGet();
        }

        @Override
        public void upstreamFailed(String shopName, UpstreamFault fault) {
            faults.add(fault);
        }
    }
}
