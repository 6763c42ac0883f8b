package io.foyer.loadtest.crowd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client connection, with at most one exchange at a time. Lives on its event loop. */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    private static final int JSON_BYTES_MAX = 64 * 1024;
    /** Longer than the gateway may hold an order. */
    private static final long TIMEOUT_SECONDS = 45;

    private final ConnectionPool pool;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable HttpResponse head;
    private @Nullable ScheduledFuture<?> timeout;
    private ByteBuf json = Unpooled.EMPTY_BUFFER;
    private boolean used;

    Connection(ConnectionPool pool) {
        this.pool = pool;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** @throws IllegalStateException when the connection is busy or was never opened */
    void send(Exchange next) {
        ChannelHandlerContext open = context;
        if (open == null || exchange != null) {
            throw new IllegalStateException("connection is not free");
        }
        exchange = next;
        timeout = open.executor().schedule(() -> end("timeout"), TIMEOUT_SECONDS, TimeUnit.SECONDS);
        next.sent();
        open.writeAndFlush(next.request()).addListener(written -> {
            if (!written.isSuccess()) {
                end("write failed");
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            end("not HTTP");
            return;
        }
        if (message instanceof HttpResponse response) {
            head = response;
        }
        HttpResponse current = head;
        if (message instanceof HttpContent content && current != null) {
            collect(current, content.content());
            if (message instanceof LastHttpContent) {
                complete(ctx, current);
            }
        }
    }

    private void collect(HttpResponse current, ByteBuf part) {
        boolean isJson = current.headers().get(HttpHeaderNames.CONTENT_TYPE, "").contains("json");
        if (isJson && part.isReadable() && json.readableBytes() + part.readableBytes() <= JSON_BYTES_MAX) {
            json = json == Unpooled.EMPTY_BUFFER ? Unpooled.buffer(part.readableBytes()) : json;
            json.writeBytes(part, part.readerIndex(), part.readableBytes());
        }
    }

    private void complete(ChannelHandlerContext ctx, HttpResponse response) {
        head = null;
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        Answer answer = new Answer(response.status().code(), response.headers(), ByteBufUtil.getBytes(json));
        json = Unpooled.EMPTY_BUFFER;
        Exchange done = release();
        used = true;
        if (HttpUtil.isKeepAlive(response)) {
            pool.free(this);
        } else {
            var unused = ctx.close();
        }
        if (done != null) {
            done.answered(answer);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // A kept connection may be closed by the other side just as it is used again: that is no failure of the
        // request.
        Exchange cut = release();
        pool.closed(this);
        if (cut != null && used && head == null && cut.isRepeatable()) {
            pool.submit(cut);
        } else if (cut != null) {
            cut.failed("connection closed");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(cause instanceof IOException ? "connection reset" : cause.getClass().getSimpleName());
    }

    private void end(String kind) {
        Exchange failed = release();
        if (context != null) {
            var unused = context.close();
        }
        if (failed != null) {
            failed.failed(kind);
        }
    }

    private @Nullable Exchange release() {
        Exchange current = exchange;
        exchange = null;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        return current;
    }
}
