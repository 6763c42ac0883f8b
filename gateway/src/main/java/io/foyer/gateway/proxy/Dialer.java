package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.Outbox;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to servers. Names are looked up, and the trust store is read, on threads of its own, because both block;
 * a full queue of look-ups fails the connection. TLS is the JDK's, with the server's name verified.
 */
final class Dialer {
    private static final int LOOKUP_THREADS = 4;
    private static final int LOOKUPS_WAITING_MAX = 256;

    private final Class<? extends Channel> channelClass;
    private final ExecutorService lookups;
    private volatile @Nullable SslContext tls;

    Dialer(Class<? extends Channel> channelClass) {
        this.channelClass = channelClass;
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

        void notDialled(Throwable cause);
    }

    void dial(Server server, EventLoop loop, Duration timeout, Caller caller) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(server.host());
        if (literal != null && (!server.isTls() || tls != null)) {
            connect(server, literal, loop, timeout, caller);
            return;
        }
        try {
            lookups.execute(() -> lookUp(server, loop, timeout, caller));
        } catch (RejectedExecutionException e) {
            loop.execute(() -> caller.notDialled(e));
        }
    }

    private void lookUp(Server server, EventLoop loop, Duration timeout, Caller caller) {
        try {
            InetAddress address = InetAddress.getByName(server.host());
            if (server.isTls() && tls == null) {
                tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
            }
            loop.execute(() -> connect(server, address, loop, timeout, caller));
        } catch (IOException e) {
            loop.execute(() -> caller.notDialled(e));
        }
    }

    private void connect(Server server, InetAddress address, EventLoop loop, Duration timeout, Caller caller) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(channelClass)
                .option(ChannelOption.TCP_NODELAY, true)
                // After a failed write the response that explains it can still be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslContext context = tls;
                        if (server.isTls() && context != null) {
                            SslHandler handler = context.newHandler(channel.alloc(), server.host(), server.port());
                            handler.setHandshakeTimeoutMillis(timeout.toMillis());
                            channel.pipeline().addLast(handler);
                        }
                    }
                })
                .connect(new InetSocketAddress(address, server.port()));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                caller.notDialled(done.cause());
            } else {
                secured(connecting.channel(), caller);
            }
        });
    }

    private static void secured(Channel channel, Caller caller) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            caller.dialled(channel);
            return;
        }
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                caller.dialled(channel);
            } else {
                Outbox.close(channel);
                caller.notDialled(done.cause());
            }
        });
    }
}
