package io.foyer.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out on one channel. Small pieces are joined into one buffer, so that a head and a small body leave in one
 * {@code send}; large ones pass through as they came. Failed writes reach the pipeline as exceptions.
 */
public final class Outbox implements LoopTurn.Sender {
    /** Up to here copying is cheaper than one more element in a gathering write. */
    public static final int JOINED_BYTES = 8 * 1024;

    /** Long bodies are sent as they come: held back, they fill the channel and stop the reading of what follows. */
    private static final int SOON_BYTES_MAX = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Channel channel;
    private final @Nullable LoopTurn turn = LoopTurn.here();
    private @Nullable ByteBuf joined;
    private boolean flushDue;
    private long written;
    private long flushed;

    public Outbox(Channel channel) {
        this.channel = channel;
    }

    /** A buffer to write into at once, with about that much room; it stays the outbox's own. */
    public ByteBuf room(int bytes) {
        ByteBuf open = joined;
        if (open != null && open.maxFastWritableBytes() >= bytes) {
            return open;
        }
        push();
        open = channel.alloc().ioBuffer(bytes);
        joined = open;
        return open;
    }

    /** Takes over a piece of a body. */
    public void add(ByteBuf data) {
        int length = data.readableBytes();
        ByteBuf open = joined;
        if (open != null && length <= JOINED_BYTES && open.maxFastWritableBytes() >= length) {
            open.writeBytes(data);
            data.release();
        } else {
            push();
            written += length;
            write(data);
        }
    }

    /** Hands everything to the socket. */
    @Override
    public void flush() {
        flushDue = false;
        push();
        flushed = written;
        channel.flush();
    }

    /** Hands everything to the socket when the event loop has seen to all that is ready; not for what is closed next. */
    public void flushSoon() {
        push();
        if (turn == null || written - flushed > SOON_BYTES_MAX) {
            flush();
            return;
        }
        if (!flushDue) {
            flushDue = true;
            turn.add(this);
        }
    }

    /** Closes a channel; that it was closed already, or broken, is no news. */
    public static void close(Channel channel) {
        channel.close().addListener(closed -> {
            if (!closed.isSuccess()) {
                LOG.debug("a channel did not close well", closed.cause());
            }
        });
    }

    /** Tells the other side that nothing more comes, once all that was flushed is sent: a shutdown would throw it away. */
    public static void endOutput(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (!sent.isSuccess()) {
                close(channel);
                return;
            }
            Wire.endOutput(channel).addListener(done -> {
                if (!done.isSuccess()) {
                    close(channel);
                }
            });
        });
    }

    /** Bytes so far, those not yet flushed included. */
    public long written() {
        return written + (joined == null ? 0 : joined.readableBytes());
    }

    /** Bytes that were handed to the socket. */
    public long flushed() {
        return flushed;
    }

    /** Drops what was not pushed, once the channel is gone. */
    public void release() {
        if (joined != null) {
            joined.release();
            joined = null;
        }
    }

    private void push() {
        ByteBuf open = joined;
        if (open != null) {
            joined = null;
            written += open.readableBytes();
            write(open);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a void promise is one for all writes and tells nothing
    private void write(ByteBuf data) {
        channel.write(data, channel.voidPromise());
    }
}
