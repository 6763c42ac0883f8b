package io.foyer.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the small frames that leave one HTTP/2 connection together: a write through the pipeline, with a buffer and a promise
 * of its own, costs more than most of them say. What is written through the pipeline all the same goes behind what was joined
 * before. At most one buffer is held back, until the next flush.
 */
final class FrameJoiner extends ChannelOutboundHandlerAdapter {
    private static final int BUFFER_BYTES_MIN = 2 * 1024;
    /** As much as a TLS record holds (RFC 8446 section 5.1): it is sealed from there without another copy. */
    private static final int BUFFER_BYTES_MAX = 16 * 1024;

    private Consumer<Throwable> onFailure = cause -> {};
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf joined;
    private @Nullable ChannelPromise sent;
    /** Joined since the last flush, and before one that had something to send: as much is expected again. */
    private int bytes;

    private int bytesBefore;

    /** @param told why what was joined could not be sent */
    void onFailure(Consumer<Throwable> told) {
        onFailure = told;
    }

    /** Starts a frame. Its payload is to be written into the buffer at once; that stays the joiner's own. */
    ByteBuf frame(int length, byte type, int flags, int streamId) {
        int size = Http2CodecUtil.FRAME_HEADER_LENGTH + length;
        bytes += size;
        return putHeader(room(size), length, type, flags, streamId);
    }

    /** The nine bytes before each payload (RFC 9113 section 4.1). */
    static ByteBuf putHeader(ByteBuf out, int length, byte type, int flags, int streamId) {
        return out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(streamId);
    }

    /** Done when the frame that was started last is sent, or cannot be. */
    ChannelFuture sent() {
        return Objects.requireNonNull(sent, "no frame was started");
    }

    private ByteBuf room(int size) {
        ByteBuf open = joined;
        if (open != null && open.writableBytes() >= size) {
            return open;
        }
        push();
        ChannelHandlerContext ctx = Objects.requireNonNull(context, "not in a pipeline");
        int expected = Math.max(BUFFER_BYTES_MIN, Math.min(bytesBefore, BUFFER_BYTES_MAX));
        open = ctx.alloc().ioBuffer(Math.max(size, expected));
        joined = open;
        sent = ctx.newPromise();
        return open;
    }

    private void push() {
        ByteBuf frames = joined;
        ChannelPromise promise = sent;
        if (frames == null || promise == null) {
            return;
        }
        joined = null;
        Objects.requireNonNull(context).write(frames, promise).addListener(done -> {
            if (!done.isSuccess()) {
                onFailure.accept(done.cause());
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        push();
        ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        push();
        if (bytes > 0) {
            bytesBefore = bytes;
            bytes = 0;
        }
        ctx.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (joined != null) {
            joined.release();
            joined = null;
        }
    }
}
