package io.foyer.gateway.edge;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.exchange.ConnectionMemo;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.Http2Fields;
import io.foyer.gateway.http.Http2Fields.Body;
import io.foyer.gateway.http.Http2HeadWriter;
import io.foyer.gateway.http.Malformed;
import io.foyer.gateway.limits.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One buyer's HTTP/2 connection (RFC 9113): an {@link Http2Exchange} for each stream, the time limits of the connection, its
 * floods and its end. Bytes go through {@link FrameWatch} first, and then through Netty's codec. Bodies that are held belong to
 * their exchange.
 */
final class Http2Session extends Http2ConnectionHandler implements BuyerConnection, LoopTurn.Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Session.class);
    /** After an error the buyer gets this long to read why. */
    private static final long LAST_WORDS_MILLIS = 500;

    private final Channel channel;
    private final ListenerEdge listener;
    private final Limits limits;
    private final ClientAddress client;
    private final Http2Fields fields;
    private final StreamOrder order;
    private final Http2Connection.PropertyKey key;
    private final FloodGuard guard = new FloodGuard(System::nanoTime);
    private final FrameWatch watch;
    private final Http2Limits timing;
    private final ConnectionMemo memo = new ConnectionMemo();
    private final Deque<Http2Exchange> spare = new ArrayDeque<>();
    private final List<Http2Exchange> bodiesRead = new ArrayList<>();
    private final @Nullable LoopTurn turn = LoopTurn.here();
    private @Nullable Flood flood;
    private boolean reading;
    private boolean flushDue;
    private boolean blockWritten;
    private boolean draining;
    private boolean ended;

    private Http2Session(Channel channel, ListenerEdge listener, ClientAddress client, Http2Codec codec) {
        super(codec.decoder, codec.encoder, codec.settings);
        this.channel = channel;
        this.listener = listener;
        this.client = client;
        limits = listener.config().limits();
        fields = codec.fields;
        order = codec.order;
        key = codec.connection.newKey();
        watch = new FrameWatch(guard, limits.headerSizeBytes());
        timing = new Http2Limits(this, watch, limits);
        gracefulShutdownTimeoutMillis(LAST_WORDS_MILLIS);
        codec.decoder.frameListener(new Frames());
        codec.connection.addListener(new Streams());
        codec.encoder.flowController().listener(this::writabilityChanged);
        codec.watchData(this::sent);
    }

    static Http2Session of(Channel channel, ListenerEdge listener, ClientAddress client) {
        int headBytes = listener.config().limits().headerSizeBytes();
        return new Http2Session(channel, listener, client, new Http2Codec(headBytes));
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
        return connection().numActiveStreams();
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    /** Says that no stream will be taken soon, gives those on their way a moment, and closes when the last is done. */
    @Override
    public void drain() {
        if (draining || ended) {
            return;
        }
        draining = true;
        goAway(Integer.MAX_VALUE, NO_ERROR);
        flush(context());
        timing.drain(listener.edge().drainQuietNanos());
    }

    /** The moment is over: streams that come from now on are not looked at. */
    void drained() {
        goAway(connection().remote().lastStreamCreated(), NO_ERROR);
        flush(context());
        if (streams() == 0) {
            close();
        }
    }

    @Override
    public void close() {
        Wire.closeBelow(channel, this);
    }

    /** The rest of a head did not come. */
    void headTimedOut() {
        reached(Limit.HEADER_TIMEOUT);
        end(NO_ERROR);
    }

    /** No request came for too long. */
    void idledOut() {
        end(NO_ERROR);
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
        if (ended) {
            in.release();
            return;
        }
        reading = true;
        Flood found = watch.look(in);
        if (found != null) {
            in.release();
            end(found);
            return;
        }
        super.channelRead(ctx, in);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        bodiesRead.forEach(exchange -> exchange.relay().flush());
        bodiesRead.clear();
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
        ended = true;
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

    /** The relay's piece of a body has come with others, and is flushed with them. */
    void bodyRead(Http2Exchange exchange) {
        if (!bodiesRead.contains(exchange)) {
            bodiesRead.add(exchange);
        }
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

    /** Data that was sent may be answered with as many window updates. */
    private void sent(int streamId, int bytes) {
        guard.credit(Flood.WINDOW_UPDATE, 4 + bytes / 4096);
        Http2Exchange exchange = connection().stream(streamId).getProperty(key);
        if (exchange != null) {
            exchange.sent(bytes);
        }
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
            end(Flood.PROVOKED_RESET);
            return;
        }
        LOG.debug("stream {} of {} is reset: {}", error.streamId(), channel.remoteAddress(), error.getMessage());
        order.reset(error.streamId());
        super.onStreamError(ctx, outbound, cause, error);
    }

    /** RFC 6585 section 5. */
    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
        Http2Exchange exchange = take();
        stream.setProperty(key, exchange);
        exchange.refuseUnread(stream);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null) {
            listener.edge().unexpected(cause);
            close();
        } else if (error instanceof Http2Exception.HeaderListSizeException) {
            end(Flood.HEADER_LIST);
        } else if (flood != null) {
            end(flood);
        } else {
            LOG.debug("HTTP/2 connection from {} is ended: {}", channel.remoteAddress(), error.getMessage());
            end(error.error());
        }
    }

    private void end(Flood found) {
        if (!ended) {
            listener.edge().meter().flooded(listenerName(), found);
            LOG.warn("HTTP/2 flood of {} from {}, connection closed", found, channel.remoteAddress());
            end(ENHANCE_YOUR_CALM);
        }
    }

    /** Says why, drops what is under way, and closes once the buyer can have read it. */
    @SuppressWarnings("FutureReturnValueIgnored") // the connection ends, whatever becomes of it
    private void end(Http2Error why) {
        if (ended) {
            return;
        }
        ended = true;
        encoder()
                .frameWriter()
                .writeGoAway(
                        context(),
                        connection().remote().lastStreamCreated(),
                        why.code(),
                        Unpooled.EMPTY_BUFFER,
                        context().newPromise());
        context().flush();
        for (Http2Exchange exchange : exchanges()) {
            exchange.gone();
        }
        timing.lastWords(LAST_WORDS_MILLIS);
        Wire.endOutput(channel).addListener(done -> {
            if (!done.isSuccess()) {
                close();
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the codec tells the session of failed writes
    private void goAway(int lastStream, Http2Error why) {
        goAway(
                context(),
                lastStream,
                why.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
    }

    private List<Http2Exchange> exchanges() {
        List<Http2Exchange> all = new ArrayList<>();
        try {
            connection().forEachActiveStream(stream -> {
                Http2Exchange exchange = stream.getProperty(key);
                if (exchange != null) {
                    all.add(exchange);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("the visitor throws nothing", e);
        }
        return all;
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2Exchange exchange = stream.getProperty(key);
        if (exchange != null) {
            exchange.writabilityChanged();
        }
    }

    /** An exchange that was used before, or a new one. */
    private Http2Exchange take() {
        Http2Exchange exchange = spare.poll();
        return exchange == null ? new Http2Exchange(this) : exchange;
    }

    /** The connection has been quiet: gives memory back. */
    void rest() {
        spare.forEach(Http2Exchange::retire);
        spare.clear();
    }

    private Http2Exception malformed(int streamId, Malformed fault) {
        return Http2Exception.streamError(streamId, PROTOCOL_ERROR, fault.reason());
    }

    private void onHeaders(int streamId, Body body) throws Http2Exception {
        Http2Stream stream = connection().stream(streamId);
        Http2Exchange known = stream.getProperty(key);
        Malformed fault;
        if (known == null) {
            fault = fields.requestFault(body);
        } else {
            fault = body == Body.FOLLOWS ? Malformed.TRAILERS : fields.trailersFault();
        }
        if (fault != null) {
            throw malformed(streamId, fault);
        }
        if (known == null) {
            Http2Exchange exchange = take();
            stream.setProperty(key, exchange);
            exchange.begin(stream, fields, body);
        } else if (!known.trailers(fields)) {
            throw malformed(streamId, Malformed.LENGTH);
        }
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            onHeaders(streamId, endOfStream ? Body.NONE : Body.FOLLOWS);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            onHeaders(streamId, endOfStream ? Body.NONE : Body.FOLLOWS);
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
                throws Http2Exception {
            int length = data.readableBytes();
            if (length == 0 && !endOfStream && !guard.allows(Flood.EMPTY_DATA)) {
                flood = Flood.EMPTY_DATA;
                throw Http2Exception.connectionError(ENHANCE_YOUR_CALM, "empty data");
            }
            Http2Exchange exchange = connection().stream(streamId).getProperty(key);
            if (exchange == null) {
                return length + padding;
            }
            if (!exchange.fits(length, endOfStream)) {
                throw malformed(streamId, Malformed.LENGTH);
            }
            return padding + exchange.data(data, endOfStream);
        }
    }

    private final class Streams extends Http2ConnectionAdapter {
        /** The answer is complete and the request is not: the rest of it is not wanted (RFC 9113 section 8.1). */
        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                eventLoop().execute(() -> {
                    if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                        reset(stream, NO_ERROR);
                    }
                });
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            Http2Exchange exchange = stream.removeProperty(key);
            if (exchange != null) {
                exchange.gone();
                bodiesRead.remove(exchange);
                if (spare.size() < Http2Codec.STREAMS_MAX && exchange.isReusable() && !ended) {
                    spare.push(exchange);
                } else {
                    exchange.retire();
                }
            }
            order.closed(stream.id());
            timing.streamClosed();
            if (draining && streams() == 0 && timing.isDrained()) {
                close();
            }
        }
    }
}
