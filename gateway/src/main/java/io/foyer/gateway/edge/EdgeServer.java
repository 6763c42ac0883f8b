package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.limits.AddressLimits;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.tls.ListenerTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One listener: accepts connections, spreads them over the event loops, and lets them end well. Thread-safe. */
public final class EdgeServer {
    private static final int BACKLOG = 4096;
    /** A rush must not wait a turn of the loop for each connection, nor those who are in wait for a whole backlog. */
    private static final int ACCEPTED_A_TURN = 64;

    private final AtomicReference<ListenerConfig> config;
    private final EventLoops loops;
    private final Connections connections;
    private final AddressLimits addresses;
    private final Doorway doorway;
    private final @Nullable ListenerTls tls;

    /** What requests are handed to. */
    public record Services(
            RequestHandler handler,
            Forwarder forwarder,
            ErrorAnswers errors,
            TrafficMeter meter,
            Clock clock,
            Guard guard) {
        /** That sheds nothing. */
        public Services(
                RequestHandler handler, Forwarder forwarder, ErrorAnswers errors, TrafficMeter meter, Clock clock) {
            this(handler, forwarder, errors, meter, clock, Guard.idle());
        }
    }

    private EdgeServer(ListenerEdge edge, EventLoops loops, Doorway doorway) {
        config = edge.inForce();
        connections = edge.connections();
        addresses = edge.addresses();
        tls = edge.tls();
        this.loops = loops;
        this.doorway = doorway;
    }

    /** Opens the listener. Fails with a {@link BindException} that names it and its address. */
    public static CompletionStage<EdgeServer> start(ListenerConfig config, EventLoops loops, Services services) {
        ListenerTls tls = config.tls()
                .map(terms -> ListenerTls.start(terms, loops.group()))
                .orElse(null);
        Supplier<ListenerEdge> edge = edges(config, services, tls);
        Map<EventLoop, ListenerEdge> edges = new ConcurrentHashMap<>();
        EdgePipeline pipeline = new EdgePipeline(
                accepted -> edges.computeIfAbsent((EventLoop) accepted.eventLoop(), loop -> edge.get()));
        CompletableFuture<EdgeServer> started = new CompletableFuture<>();
        ServerBootstrap bootstrap =
                bootstrap(loops, pipeline).childOption(ChannelOption.ALLOW_HALF_CLOSURE, tls == null);
        Doorway.open(bootstrap, config, loops.transport()).whenComplete((doorway, failure) -> {
            if (doorway != null) {
                doorway.channel().pipeline().addLast(new AcceptFailures(config.name()));
                started.complete(new EdgeServer(edge.get(), loops, doorway));
            } else {
                started.completeExceptionally(cannotBind(config, failure));
            }
        });
        return started;
    }

    public ListenerConfig config() {
        return config.get();
    }

    /** Where it listens, with the port that was given for port 0; only for listeners on TCP. */
    public InetSocketAddress address() {
        return (InetSocketAddress) doorway.address();
    }

    /** Where it listens, for people. */
    public String place() {
        return config().bind() + " (" + doorway.address() + ")";
    }

    /**
     * Serves what a reloaded config says, so far as that needs no restart: certificates and limits for new connections.
     *
     * @throws IllegalArgumentException when a certificate cannot be served; nothing has changed then
     */
    public void use(ListenerConfig changed) {
        ListenerTls own = tls;
        if (own != null) {
            changed.tls().ifPresent(own::use);
        }
        ListenerConfig.Limits limits = changed.limits();
        connections.limit(limits.connections());
        addresses.use(limits.connectionsPerAddress(), limits.requestsPerAddress());
        config.set(changed);
    }

    /** Connections open now. */
    public int openConnections() {
        return connections.open();
    }

    /** Client addresses that have a connection open now, loopback left out. */
    public int clientAddresses() {
        return addresses.addresses();
    }

    /**
     * Stops accepting and lets connections end: what is under way is answered with {@code Connection: close}, idle ones get
     * a moment for a request that may be on its way. What is left after {@code longest} is closed.
     *
     * @return completes when no connection is left
     */
    public CompletionStage<Void> drain(Duration longest) {
        // Until the last connection has come in, all that have come may end without this being over.
        connections.hold();
        CompletableFuture<Void> drained = connections.drain();
        doorway.close(longest).whenComplete((none, failure) -> connections.left());
        ScheduledFuture<?> end = loops.group().next().schedule(this::closeAll, longest.toNanos(), TimeUnit.NANOSECONDS);
        connections.all().forEach(connection -> connection.eventLoop().execute(connection::drain));
        return drained.whenComplete((none, cause) -> end.cancel(false));
    }

    private void closeAll() {
        connections.all().forEach(BuyerConnection::close);
    }

    private static Supplier<ListenerEdge> edges(ListenerConfig config, Services services, @Nullable ListenerTls tls) {
        ListenerConfig.Limits limits = config.limits();
        Connections connections = new Connections(limits.connections());
        AddressLimits addresses = new AddressLimits(
                limits.connectionsPerAddress(),
                limits.requestsPerAddress(),
                services.guard().tally());
        AtomicReference<ListenerConfig> inForce = new AtomicReference<>(config);
        return () -> new ListenerEdge(inForce, edgeOf(services), connections, addresses, tls);
    }

    private static Edge edgeOf(Services services) {
        return new Edge(
                services.handler(),
                services.forwarder(),
                services.errors(),
                services.meter(),
                services.clock(),
                services.guard());
    }

    /** TCP_NODELAY is Netty's default. */
    private static ServerBootstrap bootstrap(EventLoops loops, EdgePipeline pipeline) {
        return new ServerBootstrap()
                .group(loops.group())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, accepting())
                .childHandler(pipeline);
    }

    /** Netty's epoll takes the descriptor that it accepted for a number of bytes read, and so one to be the last. */
    private static RecvByteBufAllocator accepting() {
        return new ServerChannelRecvByteBufAllocator()
                .respectMaybeMoreData(false)
                .maxMessagesPerRead(ACCEPTED_A_TURN);
    }

    private static BindException cannotBind(ListenerConfig config, Throwable cause) {
        BindException failure = new BindException(
                "listener " + config.name() + ": cannot listen on " + config.bind() + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
