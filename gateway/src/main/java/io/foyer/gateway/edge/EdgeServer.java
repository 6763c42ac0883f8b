package io.foyer.gateway.edge;

import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.exchange.RequestHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
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

/** One listener: accepts connections, spreads them over the event loops, and lets them end well. Thread-safe. */
public final class EdgeServer {
    private static final int BACKLOG = 4096;

    private final ListenerConfig config;
    private final EventLoops loops;
    private final Connections connections;
    private final Channel channel;

    /** What requests are handed to. */
    public record Services(
            RequestHandler handler, Forwarder forwarder, ErrorAnswers errors, TrafficMeter meter, Clock clock) {}

    private EdgeServer(ListenerConfig config, EventLoops loops, Connections connections, Channel channel) {
        this.config = config;
        this.loops = loops;
        this.connections = connections;
        this.channel = channel;
    }

    /** Opens the listener. Fails with a {@link BindException} that names it and its address. */
    public static CompletionStage<EdgeServer> start(ListenerConfig config, EventLoops loops, Services services) {
        Connections connections = new Connections(config.limits().connections());
        Map<EventLoop, ListenerEdge> edges = new ConcurrentHashMap<>();
        EdgePipeline pipeline = new EdgePipeline(accepted -> edges.computeIfAbsent(
                (EventLoop) accepted.eventLoop(), loop -> new ListenerEdge(config, edgeOf(services), connections)));
        CompletableFuture<EdgeServer> started = new CompletableFuture<>();
        BindAddress bind = config.bind();
        bootstrap(loops, pipeline)
                .bind(new InetSocketAddress(bind.host(), bind.port()))
                .addListener((io.netty.channel.ChannelFuture bound) -> {
                    if (bound.isSuccess()) {
                        started.complete(new EdgeServer(config, loops, connections, bound.channel()));
                    } else {
                        started.completeExceptionally(cannotBind(config, bound.cause()));
                    }
                });
        return started;
    }

    public ListenerConfig config() {
        return config;
    }

    /** Where it listens, with the port that was given for port 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Connections open now. */
    public int openConnections() {
        return connections.open();
    }

    /**
     * Stops accepting and lets connections end: what is under way is answered with {@code Connection: close}, idle ones get
     * a moment for a request that may be on its way. What is left after {@code longest} is closed.
     *
     * @return completes when no connection is left
     */
    public CompletionStage<Void> drain(Duration longest) {
        Outbox.close(channel);
        CompletableFuture<Void> drained = connections.drain();
        ScheduledFuture<?> end = loops.group().next().schedule(this::closeAll, longest.toNanos(), TimeUnit.NANOSECONDS);
        connections.all().forEach(connection -> connection.eventLoop().execute(connection::drain));
        return drained.whenComplete((none, cause) -> end.cancel(false));
    }

    private void closeAll() {
        connections.all().forEach(Http1Connection::close);
    }

    private static Edge edgeOf(Services services) {
        return new Edge(
                services.handler(), services.forwarder(), services.errors(), services.meter(), services.clock());
    }

    private static ServerBootstrap bootstrap(EventLoops loops, EdgePipeline pipeline) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(pipeline);
    }

    private static BindException cannotBind(ListenerConfig config, Throwable cause) {
        BindException failure = new BindException(
                "listener " + config.name() + ": cannot listen on " + config.bind() + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
