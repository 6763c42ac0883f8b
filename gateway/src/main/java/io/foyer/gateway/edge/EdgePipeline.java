package io.foyer.gateway.edge;

import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.Limit;
import io.foyer.gateway.tls.ListenerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/**
 * Puts a buyer's pipeline together.
 *
 * <pre>
 *   socket
 *     |   limit       closes at once what is above the listener's connections, and what comes while memory is short
 *     |   proxy       PROXY protocol, where the listener has it: decoder, then {@link ProxyProtocol}; both remove themselves
 *     |   client      closes at once what is above the connections of one client; no handler either
 *     |   tls         where the listener has it: choice of certificate, then Netty's SslHandler; {@link TlsHandshake} removes itself
 *     |   h2c         where HTTP/2 is spoken without TLS: {@link PriorKnowledge} tells it from HTTP/1 and removes itself
 *     v   http1       {@link Http1Connection}, or http2: {@link FrameJoiner}, then {@link Http2Session}
 *   request handler, relay
 * </pre>
 */
final class EdgePipeline extends ChannelInitializer<Channel> {
    /** What balancers tell beside the address: names, certificates; not read here. */
    private static final int PROXY_TLV_BYTES_MAX = 4096;

    private final Function<Channel, ListenerEdge> listenerOf;

    EdgePipeline(Function<Channel, ListenerEdge> listenerOf) {
        this.listenerOf = listenerOf;
    }

    @Override
    protected void initChannel(Channel channel) {
        ListenerEdge listener = listenerOf.apply(channel);
        if (!limit(channel, listener)) {
            return;
        }
        if (listener.config().proxyProtocol()) {
            proxy(channel, listener);
        } else {
            secure(channel, listener, peer(channel));
        }
    }

    private static boolean limit(Channel channel, ListenerEdge listener) {
        String name = listener.config().name();
        TrafficMeter meter = listener.edge().meter();
        Guard guard = listener.edge().guard();
        if (guard.overload().shedsConnections()) {
            refuse(channel, listener, Limit.OVERLOAD_CONNECTIONS, peer(channel));
            return false;
        }
        if (!listener.connections().enter()) {
            refuse(channel, listener, Limit.CONNECTIONS, peer(channel));
            return false;
        }
        meter.connectionOpened(name);
        channel.closeFuture().addListener(closed -> {
            listener.connections().left();
            meter.connectionClosed(name);
        });
        return true;
    }

    private static void proxy(Channel channel, ListenerEdge listener) {
        InetAddress peer = peer(channel);
        channel.pipeline().addLast(new HAProxyMessageDecoder(PROXY_TLV_BYTES_MAX, true));
        channel.pipeline().addLast(new ProxyProtocol(listener, peer));
    }

    private static void refuse(Channel channel, ListenerEdge listener, Limit limit, InetAddress client) {
        listener.edge().meter().connectionRefused(listener.config().name());
        listener.edge().guard().tally().reached(limit, client);
        Outbox.close(channel);
    }

    /** A trusted proxy's connections are those of many clients; they are not limited. */
    private static boolean limitClient(Channel channel, ListenerEdge listener, InetAddress client) {
        if (isTrusted(client, listener.config().trustedProxies())) {
            return true;
        }
        if (!listener.addresses().enter(client)) {
            refuse(channel, listener, Limit.CONNECTIONS_PER_ADDRESS, client);
            return false;
        }
        channel.closeFuture().addListener(closed -> listener.addresses().left(client));
        return true;
    }

    /** Goes on from the bytes that come after a PROXY protocol header, if there was one. */
    static void secure(Channel channel, ListenerEdge listener, InetAddress peer) {
        if (!limitClient(channel, listener, peer)) {
            return;
        }
        ListenerTls tls = listener.tls();
        if (tls != null) {
            TlsHandshake.start(channel, listener, tls, peer);
        } else {
            plain(channel, listener, new ClientAddress(peer, listener, Scheme.HTTP));
        }
    }

    private static void plain(Channel channel, ListenerEdge listener, ClientAddress client) {
        List<Protocol> spoken = listener.config().protocols();
        if (!spoken.contains(Protocol.H2C)) {
            http1(channel, listener, client);
        } else if (!spoken.contains(Protocol.HTTP_1_1)) {
            Http2Session.start(channel, listener, client);
        } else {
            PriorKnowledge sniffer = new PriorKnowledge(channel, listener, client);
            listener.connections().add(sniffer);
            channel.pipeline().addLast(sniffer);
        }
    }

    static void http1(Channel channel, ListenerEdge listener, ClientAddress client) {
        Http1Connection connection = new Http1Connection(channel, listener, client);
        listener.connections().add(connection);
        channel.pipeline().addLast(connection);
    }

    static boolean isTrusted(InetAddress peer, Iterable<CidrBlock> blocks) {
        for (CidrBlock block : blocks) {
            if (block.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    private static InetAddress peer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
