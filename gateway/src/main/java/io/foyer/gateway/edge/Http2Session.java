package io.foyer.gateway.edge;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.exchange.ConnectionMemo;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.Http2HeadWriter;
import io.foyer.gateway.limits.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One buyer's HTTP/2 connection (RFC 9113). Bytes go through {@link FrameWatch} first, which finds floods, and then through
 * Netty's codec to the {@link Http2Streams}. {@link Http2Limits} keeps the time, {@link Http2Ending} ends it.
 */
final class Http2Session extends Http2ConnectionHandler implements BuyerConnection, LoopTurn.Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Session.class);

    private final Channel channel;
    private final ListenerEdge listener;
    private final Limits limits;
    private final ClientAddress client;
    private final Http2Codec codec;
    private final StreamOrder order;
    private final FloodGuard guard = new FloodGuard(System::nanoTime);
    private final FrameWatch watch;
    private final Http2Limits timing;
    private final Http2Streams streams;
    private final Http2Ending ending;
    private final ConnectionMemo memo = new ConnectionMemo();
    private final @Nullable LoopTurn turn = LoopTurn.here();
    private boolean reading;
    private boolean flushDue;
    private boolean blockWritten;

    private Http2Session(Channel channel, ListenerEdge listener, ClientAddress client, Http2Codec codec) {
        super(codec.decoder, codec.encoder, codec.settings);
        this.channel = channel;
        this.listener = listener;
        this.client = client;
        limits = listener.config().limits();
        this.codec = codec;
        order = codec.order;
        watch = new FrameWatch(guard, limits.headerSizeBytes());
        timing = new Http2Limits(this, watch, limits);
        streams = new Http2Streams(this, codec, guard);
        ending = new Http2Ending(this, streams, timing);
        gracefulShutdownTimeoutMillis(Http2Ending.LAST_WORDS_MILLIS);
        codec.decoder.frameListener(streams);
        codec.encoder.flowController().listener(streams::writabilityChanged);
        codec.watchData(this::sent);
        codec.joiner.onFailure(cause -> onError(context(), true, cause));
    }

    /** Adds one to a pipeline. */
    static void start(Channel channel, ListenerEdge listener, ClientAddress client) {
        Http2Codec codec = new Http2Codec(listener.config().limits().headerSizeBytes());
        Http2Session session = new Http2Session(channel, listener, client, codec);
        listener.connections().add(session);
        channel.pipeline().addLast(codec.joiner).addLast(session);
    }

    Channel channel() {
        return channel;
    }

    Edge edge() {
        return listener.edge();
    }

    Limits limits() {
        return limits;
    }

    String listenerName() {
        return listener.config().name();
    }

    Scheme scheme() {
        return listener.scheme();
    }

    HeadLimits headLimits() {
        return HeadLimits.ofHeadBytes(limits.headerSizeBytes());
    }

    ClientAddress client() {
        return client;
    }

    ConnectionMemo memo() {
        return memo;
    }

    int streams() {
        return streams.open();
    }

    /** The last stream that the buyer opened. */
    int lastStream() {
        return connection().remote().lastStreamCreated();
    }

    boolean hasEnded() {
        return ending.hasEnded();
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    @Override
    public void drain() {
        ending.drain();
    }

    /** Streams that were on their way when the drain began have come. */
    void drained() {
        ending.drained();
    }

    /** Gives memory back. */
    void rest() {
        streams.rest();
    }

    void streamClosed() {
        timing.streamClosed();
        ending.streamClosed();
    }

    @Override
    public void close() {
        Wire.closeBelow(channel, this);
    }

    /** The rest of a head did not come. */
    void headTimedOut() {
        reached(Limit.HEADER_TIMEOUT);
        ending.end(NO_ERROR);
    }

    /** No request came for too long. */
    void idledOut() {
        ending.end(NO_ERROR);
    }

    /** The buyer takes nothing off the socket. */
    void stalled() {
        reached(Limit.RESPONSE_RATE);
        close();
    }

    private void reached(Limit limit) {
        listener.edge().guard().tally().reached(limit, client.address());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        int more =
                Http2Codec.CONNECTION_WINDOW_BYTES - decoder().flowController().initialWindowSize();
        decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
        // Mostly the first request has come with the end of the handshake, and its settings are acknowledged with
        // these.
        flushSoon();
        timing.look();
        if (listener.connections().isDraining()) {
            drain();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ByteBuf in = (ByteBuf) message;
        if (ending.hasEnded()) {
            in.release();
            return;
        }
        reading = true;
        Flood found = watch.look(in);
        if (found != null) {
            in.release();
            ending.end(found);
            return;
        }
        super.channelRead(ctx, in);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        streams.readComplete();
        try {
            super.channelReadComplete(ctx);
        } finally {
            reading = false;
            timing.look();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        timing.writabilityChanged();
    }

    /** A buyer that says no more is gone, whatever it waits for. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        ending.gone();
        timing.cancel();
        rest();
        super.channelInactive(ctx);
        listener.connections().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            onError(ctx, false, cause);
        } else {
            listener.edge().unexpected(cause);
            close();
        }
    }

    /** Many streams share one flush a turn of the loop. */
    void flushSoon() {
        if (reading || flushDue) {
            return;
        }
        if (turn == null) {
            flush();
        } else {
            flushDue = true;
            turn.addLast(this);
        }
    }

    @Override
    public void flush() {
        flushDue = false;
        flush(context());
    }

    /** Starts a header block of this connection. */
    void startBlock(ByteBuf block) {
        block.clear();
        if (!blockWritten) {
            blockWritten = true;
            Http2HeadWriter.writeStart(block);
        }
    }

    ChannelHandlerContext context() {
        return encoder().flowController().channelHandlerContext();
    }

    /** Gives the buyer room for as much as was taken of a body. */
    void consumed(Http2Stream stream, int bytes) {
        try {
            if (decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /** Takes over data of a stream; it goes out at once where windows allow. */
    @SuppressWarnings("FutureReturnValueIgnored") // the codec tells the session of failed writes
    void send(Http2Stream stream, ByteBuf data, boolean last) {
        try {
            ChannelFuture sent = codec.writeNow(stream, data, last);
            if (sent == null) {
                encoder()
                        .writeData(
                                context(), stream.id(), data, 0, last, context().newPromise());
            } else if (last) {
                closeStreamLocal(stream, sent);
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /** Data that was sent may be answered with as many window updates. */
    private void sent(int streamId, int bytes) {
        guard.credit(Flood.WINDOW_UPDATE, 4 + bytes / 4096);
        streams.sent(streamId, bytes);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the codec tells the session of failed writes
    void reset(Http2Stream stream, Http2Error why) {
        order.reset(stream.id());
        encoder().writeRstStream(context(), stream.id(), why.code(), context().newPromise());
        flushSoon();
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        if (error.error() == STREAM_CLOSED && order.wasReset(error.streamId())) {
            return;
        }
        if (!outbound && !guard.allows(Flood.PROVOKED_RESET)) {
            ending.end(Flood.PROVOKED_RESET);
            return;
        }
        LOG.debug("stream {} of {} is reset: {}", error.streamId(), channel.remoteAddress(), error.getMessage());
        order.reset(error.streamId());
        super.onStreamError(ctx, outbound, cause, error);
    }

    /** RFC 6585 section 5. */
    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
        streams.refuseUnread(stream);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null) {
            listener.edge().unexpected(cause);
            close();
        } else if (error instanceof Http2Exception.HeaderListSizeException) {
            ending.end(Flood.HEADER_LIST);
        } else {
            ending.endFor(error.error(), error.getMessage());
        }
    }

    /** The error that ends the connection for a flood. */
    Http2Exception flooded(Flood found) {
        ending.suspect(found);
        return Http2Exception.connectionError(ENHANCE_YOUR_CALM, "flood of %s", found);
    }
}
