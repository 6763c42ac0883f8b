package io.foyer.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The threads that carry all traffic, with the kind of channel that fits them: epoll where there is one, else NIO. */
public final class EventLoops {
    private final EventLoopGroup group;
    private final Transport transport;

    /** How sockets are watched. */
    public enum Transport {
        EPOLL,
        NIO;

        public static Transport best() {
            return Epoll.isAvailable() ? EPOLL : NIO;
        }

        /** The class of channels to servers. */
        public Class<? extends Channel> clientChannel() {
            Class<? extends SocketChannel> epoll = EpollSocketChannel.class;
            return this == EPOLL ? epoll : NioSocketChannel.class;
        }

        /** The class of channels for questions to name servers. */
        public Class<? extends DatagramChannel> datagramChannel() {
            return this == EPOLL ? EpollDatagramChannel.class : NioDatagramChannel.class;
        }

        /** The class of channels to servers on unix sockets. */
        public Class<? extends Channel> unixClientChannel() {
            return this == EPOLL ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
        }
    }

    private EventLoops(EventLoopGroup group, Transport transport) {
        this.group = group;
        this.transport = transport;
    }

    /** One loop a thread; mostly one a core. */
    public static EventLoops start(int threads, Transport transport) {
        return start(threads, transport, "foyer-loop");
    }

    /** @param name of the threads, before a number */
    public static EventLoops start(int threads, Transport transport, String name) {
        IoHandlerFactory io =
                transport == Transport.EPOLL ? HalfCloseSafeEpoll.newFactory() : NioIoHandler.newFactory();
        DefaultThreadFactory named = new DefaultThreadFactory(name, true);
        return new EventLoops(new MultiThreadIoEventLoopGroup(threads, named, LoopTurn.of(io)), transport);
    }

    public EventLoopGroup group() {
        return group;
    }

    public Transport transport() {
        return transport;
    }

    /** Stops the threads; whatever is still open is closed. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).addListener(done -> stopped.complete(null));
        return stopped;
    }
}
