package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.tls.ListenerTls;
import io.foyer.gateway.tls.TlsFault;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a TLS handshake, counts how it ends, and makes way for the protocol that was agreed on. What the client says first
 * is bounded in size, and the handshake in time.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter implements BuyerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TlsHandshake.class);
    /** Far more than any client says, with keys for quantum computers and all. */
    private static final int CLIENT_HELLO_BYTES_MAX = 16 * 1024;

    private final Channel channel;
    private final ListenerEdge listener;
    private final InetAddress peer;
    private boolean ended;
    private boolean begun;

    private TlsHandshake(Channel channel, ListenerEdge listener, InetAddress peer) {
        this.channel = channel;
        this.listener = listener;
        this.peer = peer;
    }

    /** Adds TLS to a pipeline. */
    static void start(Channel channel, ListenerEdge listener, ListenerTls tls, InetAddress peer) {
        long millis = listener.config().limits().headerTimeout().toMillis();
        TlsHandshake handshake = new TlsHandshake(channel, listener, peer);
        listener.connections().add(handshake);
        channel.pipeline().addLast(new TimedSni(tls, millis)).addLast(handshake);
    }

    /** Picks the certificate, and lets the rest of the handshake take as long as its beginning may. */
    private static final class TimedSni extends SniHandler {
        private final long timeoutMillis;

        TimedSni(ListenerTls tls, long timeoutMillis) {
            super(tls::contextFor, CLIENT_HELLO_BYTES_MAX, timeoutMillis);
            this.timeoutMillis = timeoutMillis;
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
            SslHandler handler = super.newSslHandler(context, allocator);
            handler.setHandshakeTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
            return handler;
        }
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    /** It is short, and a request follows mostly. */
    @Override
    public void drain() {}

    @Override
    public void close() {
        Outbox.close(channel);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SniCompletionEvent named && !named.isSuccess()) {
            failed(named.cause());
        } else if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                succeeded(ctx);
            } else {
                failed(done.cause());
            }
        }
    }

    /** Nothing comes before the handshake is over. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(TlsFault.CLOSED);
        listener.connections().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void succeeded(ChannelHandlerContext ctx) {
        SslHandler ssl = ctx.pipeline().get(SslHandler.class);
        String version = ssl.engine().getSession().getProtocol();
        String agreed = ssl.applicationProtocol();
        List<Protocol> spoken = listener.config().protocols();
        if (agreed == null && !spoken.contains(Protocol.HTTP_1_1)) {
            end(TlsFault.NO_COMMON_PROTOCOL);
            close();
            return;
        }
        ended = true;
        begun = true;
        listener.edge().meter().tlsAgreed(listener.config().name(), version);
        listener.connections().remove(this);
        ClientAddress client = new ClientAddress(peer, listener, Scheme.HTTPS);
        if (Protocol.H2.text().equals(agreed)) {
            Http2Session.start(channel, listener, client);
        } else {
            EdgePipeline.http1(channel, listener, client);
        }
        ctx.pipeline().remove(this);
    }

    private void failed(Throwable cause) {
        // A handshake fails twice: as such, and where its bytes were read.
        if (begun) {
            listener.edge().unexpected(cause);
        }
        LOG.debug("TLS handshake failed", cause);
        end(TlsFault.of(cause));
        close();
    }

    private void end(TlsFault fault) {
        if (!ended) {
            ended = true;
            listener.edge().meter().tlsFailed(listener.config().name(), fault);
        }
    }
}
