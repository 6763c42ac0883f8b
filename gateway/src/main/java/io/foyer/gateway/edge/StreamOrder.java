package io.foyer.gateway.edge;

import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges HEADERS on streams that are over (RFC 9113 sections 5.1 and 5.1.1), where Netty is milder than the RFC: on one whose
 * request has ended they are an error of the stream, on one that has closed or was skipped an error of the connection. What
 * was on its way to a stream that was reset here is no error.
 */
final class StreamOrder implements Http2FrameReader {
    private final Http2FrameReader reader;
    private final Http2Connection connection;
    private final RecentStreams closed = new RecentStreams();
    private final RecentStreams reset = new RecentStreams();
    private @Nullable Http2FrameListener inner;
    private @Nullable Http2FrameListener checked;

    StreamOrder(Http2FrameReader reader, Http2Connection connection) {
        this.reader = reader;
        this.connection = connection;
    }

    void closed(int streamId) {
        closed.add(streamId);
    }

    void reset(int streamId) {
        reset.add(streamId);
    }

    boolean wasReset(int streamId) {
        return reset.contains(streamId);
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener) throws Http2Exception {
        Http2FrameListener to = checked;
        if (to == null || inner != listener) {
            inner = listener;
            to = new Checked(listener);
            checked = to;
        }
        reader.readFrame(ctx, input, to);
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }

    private void check(int streamId) throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
                throw Http2Exception.streamError(streamId, STREAM_CLOSED, "headers after the end of the request");
            }
        } else if (connection.streamMayHaveExisted(streamId) && !reset.contains(streamId)) {
            throw Http2Exception.connectionError(
                    closed.contains(streamId) ? STREAM_CLOSED : PROTOCOL_ERROR, "headers on a stream that is over");
        }
    }

    private final class Checked extends Http2FrameListenerDecorator {
        Checked(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            check(streamId);
            super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
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
            check(streamId);
            super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }
    }
}
