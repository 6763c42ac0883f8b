package io.foyer.gateway.edge;

import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;

import io.foyer.gateway.http.Http2Fields;
import io.foyer.gateway.http.Http2Fields.Body;
import io.foyer.gateway.http.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The streams of one HTTP/2 connection (RFC 9113 section 5), each with an {@link Http2Exchange}: what comes on a stream goes to
 * its exchange, and an exchange whose response is complete serves another stream.
 */
final class Http2Streams extends Http2FrameAdapter {
    private final Http2Session session;
    private final Http2Connection connection;
    private final Http2Fields fields;
    private final StreamOrder order;
    private final FloodGuard guard;
    private final Http2Connection.PropertyKey key;
    private final Deque<Http2Exchange> spare = new ArrayDeque<>();
    private final List<Http2Exchange> bodiesRead = new ArrayList<>();

    Http2Streams(Http2Session session, Http2Codec codec, FloodGuard guard) {
        this.session = session;
        this.guard = guard;
        connection = codec.connection;
        fields = codec.fields;
        order = codec.order;
        key = connection.newKey();
        connection.addListener(new Ends());
    }

    int open() {
        return connection.numActiveStreams();
    }

    /** The relay's piece of a body has come with others, and is flushed with them. */
    void bodyRead(Http2Exchange exchange) {
        if (!bodiesRead.contains(exchange)) {
            bodiesRead.add(exchange);
        }
    }

    /** All that was read has been passed on. */
    void readComplete() {
        while (!bodiesRead.isEmpty()) {
            bodiesRead.remove(bodiesRead.size() - 1).relay().flush();
        }
    }

    /** Data went out. */
    void sent(int streamId, int bytes) {
        Http2Exchange exchange = connection.stream(streamId).getProperty(key);
        if (exchange != null) {
            exchange.sent(bytes);
        }
    }

    void writabilityChanged(Http2Stream stream) {
        Http2Exchange exchange = stream.getProperty(key);
        if (exchange != null) {
            exchange.writabilityChanged();
        }
    }

    /** A head was too large to be kept. */
    void refuseUnread(Http2Stream stream) {
        Http2Exchange exchange = take();
        stream.setProperty(key, exchange);
        exchange.refuseUnread(stream);
    }

    /** The connection ends: so does all that is under way. */
    void dropAll() {
        for (Http2Exchange exchange : exchanges()) {
            exchange.gone();
        }
    }

    /** The connection has been quiet: gives memory back. */
    void rest() {
        spare.forEach(Http2Exchange::retire);
        spare.clear();
    }

    private List<Http2Exchange> exchanges() {
        List<Http2Exchange> all = new ArrayList<>();
        try {
            connection.forEachActiveStream(stream -> {
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

    /** An exchange that was used before, or a new one. */
    private Http2Exchange take() {
        Http2Exchange exchange = spare.poll();
        return exchange == null ? new Http2Exchange(session, this) : exchange;
    }

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

    private void onHeaders(int streamId, Body body) throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
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

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        int length = data.readableBytes();
        if (length == 0 && !endOfStream && !guard.allows(Flood.EMPTY_DATA)) {
            throw session.flooded(Flood.EMPTY_DATA);
        }
        Http2Exchange exchange = connection.stream(streamId).getProperty(key);
        if (exchange == null) {
            return length + padding;
        }
        if (!exchange.fits(length, endOfStream)) {
            throw malformed(streamId, Malformed.LENGTH);
        }
        return padding + exchange.data(data, endOfStream);
    }

    private static Http2Exception malformed(int streamId, Malformed fault) {
        return Http2Exception.streamError(streamId, PROTOCOL_ERROR, fault.reason());
    }

    private final class Ends extends Http2ConnectionAdapter {
        /** The answer is complete and the request is not: the rest of it is not wanted (RFC 9113 section 8.1). */
        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                session.eventLoop().execute(() -> {
                    if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                        session.reset(stream, NO_ERROR);
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
                if (spare.size() < Http2Codec.STREAMS_MAX && exchange.isReusable() && !session.hasEnded()) {
                    spare.push(exchange);
                } else {
                    exchange.retire();
                }
            }
            order.closed(stream.id());
            session.streamClosed();
        }
    }
}
