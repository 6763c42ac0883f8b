package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.limits.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One buyer's HTTP/1 connection (RFC 9112): finds heads and bodies in the bytes that come, one exchange after the other, and
 * keeps the time limits. While an exchange is under way, bytes behind its request are kept and no more are read. It owns
 * the bytes held and releases them when the channel goes.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements BuyerConnection {
    /** After this long without a request, or a quarter of the time it may idle, the memory for requests is given back. */
    private static final long QUIET_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private static final int QUIET_PART = 4;
    /** How long a buyer that has half-closed is waited for by a request that is not decided yet. */
    private static final long HALF_CLOSED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a buyer may go on sending after the last answer, so that a reset does not destroy the answer. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LINGER_BYTES = 4 * 1024 * 1024;

    private final Channel channel;
    private final Edge edge;
    private final Connections connections;
    private final Limits limits;
    private final ListenerEdge listener;
    private final ClientAddress client;
    private final Deadline deadline;
    /** Null before the first request and while the connection is quiet. */
    private @Nullable Http1Exchange exchange;

    private Phase phase = Phase.HEAD;
    private @Nullable ByteBuf held;
    private boolean processing;
    private boolean headStarted;
    private boolean bodyWanted;
    private boolean bodyPaused;
    private boolean inputClosed;
    private boolean upgraded;
    private long lingered;
    /** What the timer that runs looks at, and how far it was when the timer started. */
    private Watched watched = Watched.NOTHING;

    private long watchedFrom;

    private enum Watched {
        NOTHING,
        BODY,
        RESPONSE
    }

    private enum Phase {
        /** Between requests, or within a head. */
        HEAD,
        EXCHANGE,
        /** The last answer is out; what still comes is thrown away. */
        LINGER,
        CLOSED
    }

    Http1Connection(Channel channel, ListenerEdge listener, ClientAddress client) {
        this.channel = channel;
        this.listener = listener;
        this.client = client;
        edge = listener.edge();
        connections = listener.connections();
        limits = listener.config().limits();
        deadline = new Deadline((EventLoop) channel.eventLoop(), this::onDue);
        deadline.in(limits.headerTimeout().toNanos());
    }

    /** The exchange at hand, or the one that the next request will be. */
    private Http1Exchange exchange() {
        Http1Exchange known = exchange;
        if (known == null) {
            known = new Http1Exchange(this, channel, listener, limits, client);
            exchange = known;
        }
        return known;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (phase == Phase.LINGER || phase == Phase.CLOSED) {
            linger(in);
            return;
        }
        held = held == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, in);
        process();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (phase == Phase.HEAD && !headStarted && channel.isWritable()) {
            awaitHead();
        }
        if (phase != Phase.EXCHANGE) {
            return;
        }
        if (channel.isWritable()) {
            exchange().writable();
            limitBody();
        } else {
            limitWriting();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            onInputClosed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        deadline.cancel();
        drop();
        if (exchange != null) {
            exchange.gone();
        }
        connections.remove(this);
    }

    /** Reset by the buyer, mostly; whatever it is, the connection is of no more use. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        edge.unexpected(cause);
        close();
    }

    /** Takes no request after the one at hand; one that is on its way to an idle connection is still answered. */
    @Override
    public void drain() {
        if (phase == Phase.HEAD && !headStarted) {
            deadline.in(Math.min(edge.drainQuietNanos(), limits.idle().toNanos()));
        }
    }

    @Override
    public void close() {
        Outbox.close(channel);
    }

    /** Closes at once with a reset: the buyer must not take what it got for a complete response. */
    void abort() {
        phase = Phase.LINGER;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        Wire.cut(channel);
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    /** Whether the connection can go on after the exchange at hand. */
    boolean canKeep() {
        Http1Exchange now = exchange();
        return now.request().keepAlive()
                && now.body().isComplete()
                && !connections.isDraining()
                && !(inputClosed && held == null);
    }

    /** The exchange at hand is over and so is its request; the next one may come. */
    void next() {
        if (phase != Phase.EXCHANGE) {
            return;
        }
        phase = Phase.HEAD;
        headStarted = false;
        bodyWanted = false;
        awaitHead();
    }

    private void awaitHead() {
        watched = Watched.NOTHING;
        if (connections.isDraining()) {
            deadline.in(edge.drainQuietNanos());
        } else {
            deadline.in(quietNanos());
        }
        startReading();
        process();
    }

    /** The last answer has been flushed: closes, but lets the buyer read it before a reset could destroy it. */
    void finish() {
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean allRead = exchange().body().isComplete() && held == null && phase == Phase.EXCHANGE;
        phase = Phase.LINGER;
        drop();
        if (inputClosed || allRead) {
            closeFlushed();
            return;
        }
        bodyWanted = false;
        deadline.in(LINGER_NANOS + (hasPending(channel) ? limits.bodyTimeout().toNanos() : 0));
        startReading();
        Outbox.endOutput(channel);
    }

    void readBody() {
        bodyWanted = true;
        bodyPaused = false;
        startReading();
        readOn();
    }

    void pauseBody() {
        bodyPaused = true;
        watchNothing();
        stopReading();
    }

    void resumeBody() {
        if (phase == Phase.EXCHANGE && bodyPaused) {
            bodyPaused = false;
            startReading();
            process();
        }
    }

    /** The exchange at hand is a conversation in another protocol from now on, and the last of this connection. */
    void upgrade() {
        upgraded = true;
        exchange().body().beginRaw();
        readBody();
    }

    /** Sets the limit of a body that is on its way; one that waits for a 100 is not. */
    void limitBody() {
        if (watched == Watched.RESPONSE && !channel.isWritable()) {
            return;
        }
        if (phase == Phase.EXCHANGE && takesBody() && !upgraded && !exchange().awaitsContinue()) {
            if (watched != Watched.BODY) {
                watch(Watched.BODY, exchange().body().received());
            }
        } else {
            watchNothing();
        }
    }

    private void limitWriting() {
        watch(Watched.RESPONSE, pending(channel));
    }

    private void watch(Watched what, long from) {
        watched = what;
        watchedFrom = from;
        deadline.in(limits.bodyTimeout().toNanos());
    }

    private void watchNothing() {
        watched = Watched.NOTHING;
        deadline.clear();
    }

    /** Whether so many bytes are too few for the time that was given. */
    private boolean isTooSlow(long bytes, Duration time) {
        long atLeast = Math.max(1, limits.minRateBytes() * time.toMillis() / 1_000);
        return bytes < atLeast;
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            boolean more = true;
            while (more) {
                more = switch (phase) {
                    case HEAD -> readHead();
                    case EXCHANGE -> readOn();
                    default -> drop();
                };
            }
        } finally {
            processing = false;
        }
    }

    private boolean readHead() {
        ByteBuf in = held;
        if (in == null) {
            if (inputClosed) {
                closeFlushed();
            }
            return false;
        }
        if (!headStarted && !channel.isWritable()) {
            awaitReader();
            return false;
        }
        Http1Exchange next = exchange();
        boolean first = !headStarted;
        headStarted = true;
        ParseResult result = next.readHead(in, first);
        if (result == ParseResult.COMPLETE) {
            releaseRead();
            beginExchange();
            return true;
        }
        if (result == ParseResult.REFUSED) {
            refuse(next.headRefusal());
        } else if (inputClosed) {
            close();
        } else if (first) {
            deadline.in(limits.headerTimeout().toNanos());
        }
        return false;
    }

    /** Whoever does not take the answers it has gets no others: they would have to be kept here. */
    private void awaitReader() {
        stopReading();
        limitWriting();
    }

    private void beginExchange() {
        phase = Phase.EXCHANGE;
        watchNothing();
        exchange().begin();
    }

    private void refuse(@Nullable Refusal refusal) {
        phase = Phase.EXCHANGE;
        if (refusal == null) {
            exchange().refuse(400, "bad request");
        } else {
            exchange().refuse(refusal.status(), refusal.reason());
        }
    }

    private void refuseBody(@Nullable Refusal refusal) {
        if (refusal == null) {
            exchange().bodyFailed(400, "body is not framed correctly");
        } else {
            exchange().bodyFailed(refusal.status(), refusal.reason());
        }
    }

    /** Takes the body as far as it is wanted, and stops reading at whatever comes behind it. */
    private boolean readOn() {
        Http1Exchange now = exchange();
        RequestBody body = now.body();
        boolean wasOpen = !body.isComplete();
        boolean passed = false;
        while (held != null && takesBody()) {
            RequestBody.Piece piece = body.take(held, now.relay());
            releaseRead();
            if (piece == RequestBody.Piece.BROKEN) {
                refuseBody(body.refusal());
                return false;
            }
            if (piece == RequestBody.Piece.TOO_LARGE) {
                now.bodyFailed(413, "body is too large");
                return false;
            }
            if (piece == RequestBody.Piece.NEED_MORE) {
                break;
            }
            passed = true;
        }
        if (passed) {
            now.relay().flush();
        }
        if (wasOpen && bodyWanted) {
            limitBody();
        }
        if (inputClosed && takesBody()) {
            onBodyCut();
        } else if (held != null && phase == Phase.EXCHANGE && !takesBody()) {
            stopReading();
        }
        return false;
    }

    /** The buyer has half-closed: the end of an upgraded conversation on its side, and of any other too early. */
    private void onBodyCut() {
        if (upgraded) {
            exchange().body().end(exchange().relay());
            exchange().inputEnded();
        } else {
            close();
        }
    }

    private boolean takesBody() {
        return bodyWanted && !bodyPaused && !exchange().body().isComplete();
    }

    private void onInputClosed() {
        switch (phase) {
            case HEAD -> process();
            case EXCHANGE -> {
                if (!exchange().isDecided()) {
                    deadline.in(HALF_CLOSED_NANOS);
                } else {
                    readOn();
                }
            }
            default -> close();
        }
    }

    private void onDue() {
        switch (phase) {
            case HEAD -> onIdle();
            case EXCHANGE -> onStalled();
            default -> close();
        }
    }

    private void onIdle() {
        if (headStarted) {
            phase = Phase.EXCHANGE;
            exchange().reached(Limit.HEADER_TIMEOUT, "the request took too long");
            exchange().refuse(408, "the request took too long");
        } else if (hasPending(channel)) {
            limitIdleWriting();
        } else if (exchange != null && !connections.isDraining()) {
            exchange = null;
            deadline.in(limits.idle().toNanos() - quietNanos());
        } else {
            close();
        }
    }

    private long quietNanos() {
        return Math.min(QUIET_NANOS_MAX, limits.idle().toNanos() / QUIET_PART);
    }

    private void onStalled() {
        if (inputClosed && !exchange().isDecided()) {
            close();
        } else if (!channel.isWritable()) {
            if (watched != Watched.RESPONSE || !isTooSlow(watchedFrom - pending(channel), limits.bodyTimeout())) {
                limitWriting();
            } else {
                exchange().reached(Limit.RESPONSE_RATE, "the response was taken too slowly");
                close();
            }
        } else if (bodyWanted && !exchange().body().isComplete()) {
            onBodyDue();
        }
    }

    private void onBodyDue() {
        if (isTooSlow(exchange().body().received() - watchedFrom, limits.bodyTimeout())) {
            exchange().reached(Limit.BODY_RATE, "the body took too long");
            exchange().bodyFailed(408, "the body took too long");
        } else {
            watch(Watched.BODY, exchange().body().received());
        }
    }

    /** The last response is still on its way to a slow buyer, who is given time as long as bytes move. */
    private void limitIdleWriting() {
        long pending = pending(channel);
        if (watched == Watched.RESPONSE && isTooSlow(watchedFrom - pending, limits.bodyTimeout())) {
            exchange().reached(Limit.RESPONSE_RATE, "the response was taken too slowly");
            close();
        } else {
            watch(Watched.RESPONSE, pending);
        }
    }

    private static boolean hasPending(Channel channel) {
        return pending(channel) > 0;
    }

    private static long pending(Channel channel) {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void closeFlushed() {
        phase = Phase.LINGER;
        if (pending(channel) == 0) {
            close();
            return;
        }
        deadline.in(limits.bodyTimeout().toNanos());
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(done -> close());
    }

    private void linger(ByteBuf in) {
        lingered += in.readableBytes();
        in.release();
        if (lingered > LINGER_BYTES) {
            close();
        }
    }

    private void stopReading() {
        if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
        }
    }

    private void startReading() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    private void releaseRead() {
        if (held != null && !held.isReadable()) {
            drop();
        }
    }

    private boolean drop() {
        if (held != null) {
            held.release();
            held = null;
        }
        return false;
    }
}
