package io.foyer.gateway.edge;

import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.ListenAddress;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.config.ListenerConfig.Sharing;
import io.foyer.gateway.edge.EventLoops.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener's socket: how it is opened where it may be, and closed so that no connection that came in is lost. */
final class Doorway {
    /**
     * How long a shared port still accepts after another process gets the new connections: long enough for those whose
     * handshake had begun.
     */
    private static final Duration LAST_ARRIVALS = Duration.ofSeconds(1);

    private final Channel channel;
    private final Sharing sharing;
    private final Runnable onClosed;

    private Doorway(Channel channel, Sharing sharing, Runnable onClosed) {
        this.channel = channel;
        this.sharing = sharing;
        this.onClosed = onClosed;
    }

    static CompletionStage<Doorway> open(ServerBootstrap bootstrap, ListenerConfig config, Transport transport) {
        try {
            return config.bind()
                    .fold(
                            tcp -> openTcp(bootstrap, tcp, config.sharing(), transport),
                            unix -> openUnix(bootstrap, unix, config.sharing(), transport),
                            inherited -> openInherited(bootstrap, inherited, transport));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletionStage<Doorway> openTcp(
            ServerBootstrap bootstrap, BindAddress bind, Sharing sharing, Transport transport) {
        boolean epoll = transport == Transport.EPOLL;
        bootstrap.channelFactory(epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new);
        if (sharing == Sharing.TAKEOVER) {
            ChannelOption<Boolean> option =
                    epoll ? EpollChannelOption.SO_REUSEPORT : NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
            bootstrap.option(option, true);
        }
        return opened(
                bootstrap.bind(new InetSocketAddress(bind.host(), bind.port())),
                channel -> new Doorway(channel, sharing, () -> {}),
                channel -> {
                    if (sharing == Sharing.TAKEOVER) {
                        PortSteering.toElder(channel);
                    }
                });
    }

    private static CompletionStage<Doorway> openUnix(
            ServerBootstrap bootstrap, ListenAddress.Unix unix, Sharing sharing, Transport transport) {
        UnixPath path = UnixPath.prepare(unix.path(), sharing);
        withoutTcpOptions(bootstrap)
                .channelFactory(
                        transport == Transport.EPOLL
                                ? EpollServerDomainSocketChannel::new
                                : NioServerDomainSocketChannel::new);
        return opened(
                bootstrap.bind(new DomainSocketAddress(path.fresh())),
                channel -> new Doorway(channel, Sharing.ALONE, path::remove),
                channel -> path.publish());
    }

    private static CompletionStage<Doorway> openInherited(
            ServerBootstrap bootstrap, ListenAddress.Inherited inherited, Transport transport) {
        InheritedSocket socket = InheritedSocket.of(inherited.fd());
        if (transport != Transport.EPOLL) {
            throw new IllegalArgumentException("inherited sockets need epoll");
        }
        if (socket.isUnix()) {
            withoutTcpOptions(bootstrap).channelFactory(() -> new EpollServerDomainSocketChannel(inherited.fd(), true));
        } else {
            bootstrap.channelFactory(() -> new EpollServerSocketChannel(inherited.fd()));
        }
        return opened(bootstrap.register(), channel -> new Doorway(channel, Sharing.ALONE, () -> {}), channel -> {});
    }

    private static ServerBootstrap withoutTcpOptions(ServerBootstrap bootstrap) {
        return bootstrap.option(ChannelOption.SO_REUSEADDR, null);
    }

    private interface Maker {
        Doorway of(Channel channel);
    }

    /** @param finish what is to be done before it counts as open; closes it when that fails */
    private static CompletionStage<Doorway> opened(ChannelFuture opening, Maker maker, Consumer<Channel> finish) {
        CompletableFuture<Doorway> opened = new CompletableFuture<>();
        opening.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(done.cause());
                return;
            }
            try {
                finish.accept(opening.channel());
                opened.complete(maker.of(opening.channel()));
            } catch (RuntimeException e) {
                Outbox.close(opening.channel());
                opened.completeExceptionally(e);
            }
        });
        return opened;
    }

    /** The channel that accepts. */
    Channel channel() {
        return channel;
    }

    SocketAddress address() {
        return channel.localAddress();
    }

    /**
     * Stops accepting. On a shared port the other process gets what is new first, and what has come in here is still
     * accepted, because closing resets whatever waits to be.
     */
    CompletionStage<Void> close(Duration longest) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Duration wait = Duration.ZERO;
        if (sharing == Sharing.TAKEOVER && PortSteering.toHeir(channel)) {
            wait = longest.compareTo(LAST_ARRIVALS) < 0 ? longest : LAST_ARRIVALS;
        }
        // As a task of its own it runs right after the loop has accepted all that it could.
        var unused = channel.eventLoop().schedule(() -> closeNow(closed), wait.toNanos(), TimeUnit.NANOSECONDS);
        return closed;
    }

    private void closeNow(CompletableFuture<Void> closed) {
        channel.close().addListener(done -> {
            onClosed.run();
            closed.complete(null);
        });
    }
}
