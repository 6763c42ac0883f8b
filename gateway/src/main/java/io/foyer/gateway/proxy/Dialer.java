package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.Outbox;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to servers. Names are looked up, and trust stores are read, on threads of its own, because both block;
 * a full queue of look-ups fails the connection.
 */
final class Dialer {
    private static final int LOOKUP_THREADS = 4;
    private static final int LOOKUPS_WAITING_MAX = 256;

    private final EventLoops.Transport transport;
    private final ExecutorService lookups;
    private final TlsContexts contexts = new TlsContexts();

    Dialer(EventLoops.Transport transport) {
        this.transport = transport;
        DefaultThreadFactory named = new DefaultThreadFactory("foyer-lookup", true);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                LOOKUP_THREADS,
                LOOKUP_THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LOOKUPS_WAITING_MAX),
                named);
        pool.allowCoreThreadTimeOut(true);
        lookups = pool;
    }

    /** Told on the event loop how it went. */
    interface Caller {
        /** There is a connection; its pipeline has no handler but TLS. */
        void dialled(Channel channel);

        /** @param cause an {@link javax.net.ssl.SSLException} if the server was reached but is not to be trusted */
        void notDialled(Throwable cause);
    }

    /** @param context null without TLS */
    private record Way(
            Server server, SocketAddress address, @Nullable SslContext context) {}

    void dial(Server server, EventLoop loop, Duration timeout, Caller caller) {
        SocketAddress address = knownAddress(server);
        SslContext context = server.isTls() ? contexts.ifMade(server) : null;
        if (address != null && (context != null || !server.isTls())) {
            connect(new Way(server, address, context), loop, timeout, caller);
            return;
        }
        try {
            lookups.execute(() -> lookUp(server, loop, timeout, caller));
        } catch (RejectedExecutionException e) {
            loop.execute(() -> caller.notDialled(e));
        }
    }

    /** Null for a name, which must be looked up. */
    private static @Nullable SocketAddress knownAddress(Server server) {
        if (server.isUnix()) {
            return new DomainSocketAddress(server.base().getPath());
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(server.host());
        return literal == null ? null : new InetSocketAddress(literal, server.port());
    }

    private void lookUp(Server server, EventLoop loop, Duration timeout, Caller caller) {
        try {
            SocketAddress known = knownAddress(server);
            SocketAddress address =
                    known != null ? known : new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
            SslContext context = server.isTls() ? contexts.make(server) : null;
            loop.execute(() -> connect(new Way(server, address, context), loop, timeout, caller));
        } catch (IOException | IllegalArgumentException e) {
            loop.execute(() -> caller.notDialled(e));
        }
    }

    private void connect(Way way, EventLoop loop, Duration timeout, Caller caller) {
        ChannelFuture connecting = bootstrap(way, timeout).group(loop).connect(way.address());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                caller.notDialled(done.cause());
            } else {
                secured(way.server(), connecting.channel(), caller);
            }
        });
    }

    private Bootstrap bootstrap(Way way, Duration timeout) {
        return new Bootstrap()
                .channel(way.server().isUnix() ? transport.unixClientChannel() : transport.clientChannel())
                // After a failed write the response that explains it can still be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslContext context = way.context();
                        if (context != null) {
                            channel.pipeline().addLast(tls(way.server(), context, channel, timeout));
                        }
                    }
                });
    }

    private static SslHandler tls(Server server, SslContext context, Channel channel, Duration timeout) {
        String given = server.trust().serverName();
        SslHandler handler = context.newHandler(channel.alloc(), given != null ? given : server.host(), server.port());
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }

    private static void secured(Server server, Channel channel, Caller caller) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            caller.dialled(channel);
            return;
        }
        tls.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                Outbox.close(channel);
                caller.notDialled(done.cause());
            } else if (server.isHttp2() && !ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
                Outbox.close(channel);
                caller.notDialled(new SSLException("the server does not speak h2"));
            } else {
                caller.dialled(channel);
            }
        });
    }
}
