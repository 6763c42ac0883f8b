package io.foyer.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/**
 * How an HTTP/1 connection ends: so that the buyer can read the last answer, or so that nothing can be taken for a complete one
 * (RFC 9112 section 9.6). On the event loop.
 */
final class Http1Ending {
    private static final long LINGER_BYTES = 4 * 1024 * 1024;

    private final Channel channel;
    private final Http1Limits limits;
    private long thrownAway;

    Http1Ending(Channel channel, Http1Limits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    void close() {
        Outbox.close(channel);
    }

    /** Closes once all that was flushed is sent. */
    void closeSent() {
        if (!limits.hasPending()) {
            close();
            return;
        }
        limits.awaitSent();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> close());
    }

    /** Says that nothing more comes, and waits for the buyer to say the same: a reset could destroy the last answer. */
    void linger() {
        limits.linger();
        Outbox.endOutput(channel);
    }

    /** What still comes is thrown away, but not for ever. */
    void throwAway(ByteBuf in) {
        thrownAway += in.readableBytes();
        in.release();
        if (thrownAway > LINGER_BYTES) {
            close();
        }
    }

    /** Closes at once with a reset: the buyer must not take what it got for a complete response. */
    void abort() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        Wire.cut(channel);
    }
}
