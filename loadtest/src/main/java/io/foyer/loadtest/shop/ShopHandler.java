package io.foyer.loadtest.shop;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection to the shop: answers each request, after the latency that the shop was told to have. */
final class ShopHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final ShopSite site;

    ShopHandler(ShopSite site) {
        this.site = site;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Duration latency = site.latencyOf(request.uri());
        if (latency.isZero()) {
            write(context, site.answer(request));
            return;
        }
        // The order is created when the answer is due, as in a shop that is slow to decide.
        request.retain();
        ScheduledFuture<?> answer = context.executor()
                .schedule(() -> answerAndRelease(context, request), latency.toNanos(), TimeUnit.NANOSECONDS);
        context.channel().closeFuture().addListener(closed -> {
            if (answer.cancel(false)) {
                request.release();
            }
        });
    }

    private void answerAndRelease(ChannelHandlerContext context, FullHttpRequest request) {
        try {
            write(context, site.answer(request));
        } finally {
            request.release();
        }
    }

    private static void write(ChannelHandlerContext context, FullHttpResponse response) {
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
