package io.foyer.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** How a connection's end is said below HTTP, with and without TLS. */
final class Wire {
    private Wire() {}

    /** Says that nothing more follows, and leaves the other direction open. */
    static ChannelFuture endOutput(Channel channel) {
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        return ssl == null ? ((DuplexChannel) channel).shutdownOutput() : ssl.closeOutbound();
    }

    /** Closes at once, without the closing words of the handler. Any thread. */
    static void closeBelow(Channel channel, ChannelHandler handler) {
        ChannelHandlerContext ctx = channel.pipeline().context(handler);
        (ctx == null ? channel.close() : ctx.close()).addListener(closed -> {});
    }

    /** Closes so that what was sent cannot be taken for complete: without TLS' word for a proper end (RFC 8446 section 6.1). */
    static void cut(Channel channel) {
        ChannelHandlerContext ssl = tls(channel);
        if (ssl == null) {
            Outbox.close(channel);
        } else {
            ssl.close().addListener(closed -> {});
        }
    }

    private static @Nullable ChannelHandlerContext tls(Channel channel) {
        return channel.pipeline().context(SslHandler.class);
    }
}
