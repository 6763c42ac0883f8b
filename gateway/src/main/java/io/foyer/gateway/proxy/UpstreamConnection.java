package io.foyer.gateway.proxy;

import io.foyer.gateway.edge.Deadline;
import io.foyer.gateway.edge.Outbox;
import io.foyer.gateway.edge.UpstreamFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to a server, for one request after the other. Its bytes go to the {@link ResponseReader}. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    /** Shops mostly close idle connections after 5 to 75 s; what they closed first costs a retry. */
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    /** How long a response may take that was under way when the shop stopped reading the request. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Channel channel;
    private final ServerPool pool;
    private final String shop;
    private final Outbox outbox;
    private final ResponseReader reader;
    private final Deadline deadline;
    private @Nullable ShopRelay relay;
    private boolean reused;
    private boolean broken;
    private long flushedBefore;

    UpstreamConnection(Channel channel, ServerPool pool, String shop) {
        this.channel = channel;
        this.pool = pool;
        this.shop = shop;
        outbox = new Outbox(channel);
        reader = new ResponseReader();
        deadline = new Deadline((EventLoop) channel.eventLoop(), this::onDue);
        channel.pipeline().addLast(this);
        channel.closeFuture().addListener(closed -> onClosed());
    }

    /** Whose request opened it. */
    String shop() {
        return shop;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Whether it has carried a request before the one at hand. */
    boolean isReused() {
        return reused;
    }

    long idleNanos() {
        return IDLE_NANOS_MAX - deadline.nanosLeft();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Whether a byte of a response to the request at hand has come. */
    boolean hasResponseByte() {
        return reader.hasByte();
    }

    /** @param switchTo the protocol that the request asks to change to; null for none */
    void attach(ShopRelay to, String method, @Nullable String switchTo) {
        relay = to;
        flushedBefore = outbox.flushed();
        reader.begin(method, switchTo);
        resumeReading();
    }

    /** The request and its response are over, and nothing is left of either. */
    void release() {
        reused = true;
        offer();
    }

    /** Makes it available to whoever needs it next. */
    void offer() {
        relay = null;
        deadline.in(IDLE_NANOS_MAX);
        resumeReading();
        pool.release(this);
    }

    /** Ends it; the relay hears nothing more of it. */
    void close() {
        relay = null;
        Outbox.close(channel);
    }

    /** Ends it once all is sent, within the limit that is set; the relay hears nothing more of it. */
    void closeSent() {
        relay = null;
        outbox.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> Outbox.close(channel));
    }

    /** Both directions end on their own from now on. */
    void upgrade() {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Sets how long the server may take for its next step. */
    void limit(long nanos) {
        deadline.in(nanos);
    }

    void unlimit() {
        deadline.clear();
    }

    /** Tells the server that nothing more comes. */
    void endOutput() {
        outbox.flush();
        Outbox.endOutput(channel);
    }

    void pauseReading() {
        deadline.clear();
        if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
        }
    }

    void resumeReading() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Whether a response that is over leaves the connection fit for the next request. */
    boolean isClean() {
        return !broken && reader.isClean() && channel.isActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ShopRelay now = relay;
        if (now == null) {
            // Nobody asked: whatever it is, the next response could not be told from it.
            in.release();
            Outbox.close(channel);
        } else if (outbox.flushed() == flushedBefore) {
            // Said before it could know of the request: no answer to it.
            in.release();
            now.broke(UpstreamFault.BROKEN);
        } else {
            reader.read(in, now, ctx.alloc());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (relay != null) {
            relay.readComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && relay != null) {
            reader.closed(relay, broken);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (relay != null && channel.isWritable()) {
            relay.serverWritable();
        }
    }

    /** A failed read closes the channel by itself; after a failed write the server's last words are waited for. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean first = !broken;
        broken = true;
        if (relay == null || !(cause instanceof java.io.IOException)) {
            Outbox.close(channel);
        } else if (first) {
            relay.sendFailed();
            resumeReading();
            deadline.in(LAST_WORDS_NANOS);
        }
    }

    private void onClosed() {
        deadline.cancel();
        outbox.release();
        pool.closed(this);
        ShopRelay now = relay;
        relay = null;
        if (now != null) {
            reader.closed(now, broken);
        }
        reader.release();
    }

    private void onDue() {
        ShopRelay now = relay;
        close();
        if (now != null) {
            now.broke(broken ? UpstreamFault.BROKEN : UpstreamFault.TIMED_OUT);
        }
    }
}
