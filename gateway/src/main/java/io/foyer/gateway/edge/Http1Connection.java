package io.foyer.gateway.edge;

import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.limits.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * One buyer's HTTP/1 connection (RFC 9112): finds heads and bodies in the bytes that come, one exchange after the other.
 * While an exchange is under way, bytes behind its request are kept and no more are read. It owns
 * the bytes held and releases them when the channel goes.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements BuyerConnection {
    private final Channel channel;
    private final ListenerEdge listener;
    private final ClientAddress client;
    private final Http1Limits limits;
    private final Http1Ending ending;
    /** Null before the first request and while the connection is quiet. */
    private @Nullable Http1Exchange exchange;

    private Phase phase = Phase.HEAD;
    private @Nullable ByteBuf held;
    private boolean processing;
    private boolean headStarted;
    private boolean inputClosed;

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
        limits = new Http1Limits(channel, listener.config().limits(), this::onDue);
        ending = new Http1Ending(channel, limits);
        limits.awaitHead();
    }

    /** The exchange at hand, or the one that the next request will be. */
    private Http1Exchange exchange() {
        Http1Exchange known = exchange;
        if (known == null) {
            known = new Http1Exchange(this, channel, listener, listener.config().limits(), client);
            exchange = known;
        }
        return known;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (phase == Phase.LINGER || phase == Phase.CLOSED) {
            ending.throwAway(in);
            return;
        }
        held = held == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, in);
        process();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (phase == Phase.HEAD && !headStarted && channel.isWritable()) {
            awaitRequest();
        }
        if (phase != Phase.EXCHANGE) {
            return;
        }
        if (channel.isWritable()) {
            exchange().writable();
            limitBody();
        } else {
            limits.awaitReader();
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
        limits.cancel();
        drop();
        if (exchange != null) {
            exchange.gone();
        }
        listener.connections().remove(this);
    }

    /** Reset by the buyer, mostly; whatever it is, the connection is of no more use. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        listener.edge().unexpected(cause);
        close();
    }

    /** Takes no request after the one at hand; one that is on its way to an idle connection is still answered. */
    @Override
    public void drain() {
        if (phase == Phase.HEAD && !headStarted) {
            limits.drain(listener.edge().drainQuietNanos());
        }
    }

    @Override
    public void close() {
        ending.close();
    }

    /** Ends it so that the buyer cannot take what it got for a complete response. */
    void abort() {
        phase = Phase.LINGER;
        ending.abort();
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    /** Whether the connection can go on after the exchange at hand. */
    boolean canKeep() {
        Http1Exchange now = exchange();
        return now.request().keepAlive() && now.body().isComplete() && !isDraining() && !(inputClosed && held == null);
    }

    private boolean isDraining() {
        return listener.connections().isDraining();
    }

    /** The exchange at hand is over and so is its request; the next one may come. */
    void next() {
        if (phase != Phase.EXCHANGE) {
            return;
        }
        phase = Phase.HEAD;
        headStarted = false;
        awaitRequest();
    }

    private void awaitRequest() {
        if (isDraining()) {
            limits.awaitLastRequest(listener.edge().drainQuietNanos());
        } else {
            limits.awaitRequest();
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
            ending.closeSent();
            return;
        }
        startReading();
        ending.linger();
    }

    void readBody() {
        exchange().body().want();
        startReading();
        readOn();
    }

    void pauseBody() {
        exchange().body().pause();
        limits.awaitNothing();
        stopReading();
    }

    void resumeBody() {
        if (phase == Phase.EXCHANGE && exchange().body().resume()) {
            startReading();
            process();
        }
    }

    /** The exchange at hand is a conversation in another protocol from now on, and the last of this connection. */
    void upgrade() {
        exchange().body().beginRaw();
        readBody();
    }

    /** Sets the limit of a body that is on its way; one that waits for a 100 is not. */
    void limitBody() {
        if (limits.isAwaitingReader() && !channel.isWritable()) {
            return;
        }
        if (phase == Phase.EXCHANGE && awaitsBody()) {
            limits.awaitBody(exchange().body().received());
        } else {
            limits.awaitNothing();
        }
    }

    private boolean awaitsBody() {
        Http1Exchange now = exchange();
        return now.body().isAwaited() && !now.body().isRaw() && !now.awaitsContinue();
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
            // Whoever does not take the answers it has gets no others: they would have to be kept here.
            stopReading();
            limits.awaitReader();
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
            limits.awaitHead();
        }
        return false;
    }

    private void beginExchange() {
        phase = Phase.EXCHANGE;
        limits.awaitNothing();
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
        Http1Body body = now.body();
        boolean wasOpen = !body.isComplete();
        boolean passed = false;
        while (held != null && body.isAwaited()) {
            Http1Body.Piece piece = body.take(held, now.relay());
            releaseRead();
            if (piece == Http1Body.Piece.BROKEN) {
                refuseBody(body.refusal());
                return false;
            }
            if (piece == Http1Body.Piece.TOO_LARGE) {
                now.bodyFailed(413, "body is too large");
                return false;
            }
            if (piece == Http1Body.Piece.NEED_MORE) {
                break;
            }
            passed = true;
        }
        if (passed) {
            now.relay().flush();
        }
        // What was passed may have ended the exchange; what is awaited then has a limit already.
        if (wasOpen && body.isWanted() && phase == Phase.EXCHANGE) {
            limitBody();
        }
        if (inputClosed && body.isAwaited()) {
            onBodyCut(now);
        } else if (held != null && phase == Phase.EXCHANGE && !body.isAwaited()) {
            stopReading();
        }
        return false;
    }

    /** The buyer has half-closed: the end of an upgraded conversation on its side, and of any other too early. */
    private void onBodyCut(Http1Exchange now) {
        if (now.body().isRaw()) {
            now.body().end(now.relay());
            now.inputEnded();
        } else {
            close();
        }
    }

    private void onInputClosed() {
        switch (phase) {
            case HEAD -> process();
            case EXCHANGE -> {
                if (!exchange().isDecided()) {
                    limits.awaitDecision();
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
        } else if (limits.hasPending()) {
            onReaderDue();
        } else if (exchange != null && !isDraining()) {
            exchange = null;
            limits.awaitRequestQuietly();
        } else {
            close();
        }
    }

    private void onStalled() {
        Http1Body body = exchange().body();
        if (inputClosed && !exchange().isDecided()) {
            close();
        } else if (!channel.isWritable()) {
            onReaderDue();
        } else if (body.isWanted() && !body.isComplete()) {
            onBodyDue(body.received());
        }
    }

    private void onBodyDue(long received) {
        if (limits.isBodyTooSlow(received)) {
            exchange().reached(Limit.BODY_RATE, "the body took too long");
            exchange().bodyFailed(408, "the body took too long");
        } else {
            limits.awaitMoreBody(received);
        }
    }

    /** A response is still on its way to a slow buyer, who is given time as long as bytes move. */
    private void onReaderDue() {
        if (limits.isReaderTooSlow()) {
            exchange().reached(Limit.RESPONSE_RATE, "the response was taken too slowly");
            close();
        } else {
            limits.awaitReader();
        }
    }

    /** Closes once all that was flushed is sent. */
    void closeFlushed() {
        phase = Phase.LINGER;
        ending.closeSent();
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
