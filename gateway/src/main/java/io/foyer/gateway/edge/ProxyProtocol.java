package io.foyer.gateway.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the buyer's address from a PROXY protocol header (v1 or v2), believes it if the peer is a trusted proxy, and makes
 * way for HTTP. A connection without a valid header within the header timeout is closed.
 */
final class ProxyProtocol extends ChannelInboundHandlerAdapter {
    private final ListenerEdge listener;
    private final InetAddress peer;
    private @Nullable ScheduledFuture<?> timeout;

    ProxyProtocol(ListenerEdge listener, InetAddress peer) {
        this.listener = listener;
        this.peer = peer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long nanos = listener.config().limits().headerTimeout().toNanos();
        timeout = ctx.executor().schedule(() -> Outbox.close(ctx.channel()), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ReferenceCountUtil.release(message);
            Outbox.close(ctx.channel());
            return;
        }
        InetAddress source = source(header);
        header.release();
        boolean believed =
                source != null && EdgePipeline.isTrusted(peer, listener.config().trustedProxies());
        EdgePipeline.secure(ctx.channel(), listener, believed && source != null ? source : peer);
        ctx.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            Outbox.close(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Outbox.close(ctx.channel());
    }

    /** None for LOCAL connections and unix sockets. */
    private static @Nullable InetAddress source(HAProxyMessage header) {
        String address = header.sourceAddress();
        return address == null ? null : NetUtil.createInetAddressFromIpAddressString(address);
    }
}
