package io.foyer.gateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Tells HTTP/2 from HTTP/1 on a plain connection by its first bytes (RFC 9113 section 3.3), and makes way. Every HTTP/1 request
 * but a few that begin with "P" is told by its first byte.
 */
final class PriorKnowledge extends ByteToMessageDecoder implements BuyerConnection {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(US_ASCII);

    private final Channel channel;
    private final ListenerEdge listener;
    private final ClientAddress client;
    private final Deadline deadline;

    PriorKnowledge(Channel channel, ListenerEdge listener, ClientAddress client) {
        this.channel = channel;
        this.listener = listener;
        this.client = client;
        deadline = new Deadline((EventLoop) channel.eventLoop(), this::close);
        deadline.in(listener.config().limits().headerTimeout().toNanos());
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    /** The first request is on its way, or the limit ends it. */
    @Override
    public void drain() {
        deadline.in(listener.edge().drainQuietNanos());
    }

    @Override
    public void close() {
        Outbox.close(channel);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                leave();
                EdgePipeline.http1(channel, listener, client);
                ctx.pipeline().remove(this);
                return;
            }
        }
        if (length == PREFACE.length) {
            leave();
            Http2Session.start(channel, listener, client);
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        listener.edge().unexpected(cause);
        close();
    }

    private void leave() {
        deadline.cancel();
        listener.connections().remove(this);
    }
}
