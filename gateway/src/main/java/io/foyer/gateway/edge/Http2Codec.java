package io.foyer.gateway.edge;

import io.foyer.gateway.http.Http2Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Netty's HTTP/2, put together for one connection: its frames, stream states and flow control, with our own fields in both
 * directions. Header blocks come in as {@link Http2Fields} and go out as they were written.
 */
final class Http2Codec {
    static final int STREAMS_MAX = 100;
    static final int STREAM_WINDOW_BYTES = 64 * 1024;
    static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;
    /** Bounded before, by {@link FrameWatch}. */
    private static final int SMALL_PIECES_MAX = 1024;
    /** Up to here a frame is copied together; any peer takes frames of twice that (RFC 9113 section 4.2). */
    private static final int JOINED_BYTES = 8 * 1024;

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    final Http2Connection connection = new DefaultHttp2Connection(true, 0);
    final Http2Fields fields = new Http2Fields();
    final StreamOrder order;
    final FrameJoiner joiner = new FrameJoiner();
    private DataWatch dataWatch = (streamId, bytes) -> {};
    final Http2ConnectionDecoder decoder;
    final Http2ConnectionEncoder encoder;
    final Http2Settings settings;

    Http2Codec(int headBytes) {
        settings = new Http2Settings()
                .maxConcurrentStreams(STREAMS_MAX)
                .initialWindowSize(STREAM_WINDOW_BYTES)
                .maxHeaderListSize(headBytes);
        connection.remote().maxActiveStreams(STREAMS_MAX);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        encoder = new DefaultHttp2ConnectionEncoder(connection, new CountingWriter());
        order = new StreamOrder(
                new DefaultHttp2FrameReader(new IntoFields(fields, headBytes), SMALL_PIECES_MAX), connection);
        decoder = new DefaultHttp2ConnectionDecoder(
                connection, encoder, order, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false);
    }

    /** Told when data really goes out, windows having opened for it. */
    @FunctionalInterface
    interface DataWatch {
        void sent(int streamId, int bytes);
    }

    void watchData(DataWatch watch) {
        dataWatch = watch;
    }

    /**
     * Writes data past Netty's queue of what waits for a window, and gives back when it is sent; null if it has to wait, or is
     * better not copied.
     */
    @Nullable
    ChannelFuture writeNow(Http2Stream stream, ByteBuf data, boolean last) throws Http2Exception {
        Http2RemoteFlowController flow = encoder.flowController();
        Http2Stream all = connection.connectionStream();
        int length = data.readableBytes();
        boolean waits = length > JOINED_BYTES
                || !stream.state().localSideOpen()
                || flow.hasFlowControlled(stream)
                || !flow.isWritable(stream)
                || length > flow.windowSize(stream)
                || length > flow.windowSize(all);
        if (waits) {
            return null;
        }
        dataWatch.sent(stream.id(), length);
        joiner.frame(length, Http2FrameTypes.DATA, last ? END_STREAM : 0, stream.id())
                .writeBytes(data);
        data.release();
        ChannelFuture sent = joiner.sent();
        flow.incrementWindowSize(stream, -length);
        flow.incrementWindowSize(all, -length);
        return sent;
    }

    /** Joins what is small, where Netty writes two buffers a frame and waits for both. */
    private final class CountingWriter extends DefaultHttp2FrameWriter {
        CountingWriter() {
            super(new AsWritten());
        }

        @Override
        public ChannelFuture writeData(
                ChannelHandlerContext ctx,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endStream,
                ChannelPromise promise) {
            int length = data.readableBytes();
            dataWatch.sent(streamId, length);
            if (padding > 0 || length > JOINED_BYTES) {
                return super.writeData(ctx, streamId, data, padding, endStream, promise);
            }
            ByteBuf frame = frame(ctx, length, Http2FrameTypes.DATA, endStream ? END_STREAM : 0, streamId);
            frame.writeBytes(data);
            data.release();
            return ctx.write(frame, promise);
        }

        /** Only a block that ends its stream has somebody who waits until it is sent. */
        @Override
        public ChannelFuture writeHeaders(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int padding,
                boolean endStream,
                ChannelPromise promise) {
            ByteBuf block = ((Block) headers).bytes;
            int length = block.readableBytes();
            if (padding > 0 || length > JOINED_BYTES) {
                return super.writeHeaders(ctx, streamId, headers, padding, endStream, promise);
            }
            if (!endStream) {
                joiner.frame(length, Http2FrameTypes.HEADERS, END_HEADERS, streamId)
                        .writeBytes(block, block.readerIndex(), length);
                return promise.setSuccess();
            }
            ByteBuf frame = frame(ctx, length, Http2FrameTypes.HEADERS, END_HEADERS | END_STREAM, streamId);
            frame.writeBytes(block, block.readerIndex(), length);
            return ctx.write(frame, promise);
        }

        private static ByteBuf frame(ChannelHandlerContext ctx, int length, byte type, int flags, int streamId) {
            ByteBuf out = ctx.alloc().buffer(Http2CodecUtil.FRAME_HEADER_LENGTH + length);
            return FrameJoiner.putHeader(out, length, type, flags, streamId);
        }
    }

    /** Hands each field on as it is unpacked, in the order of the block. */
    private static final class IntoFields extends DefaultHttp2HeadersDecoder {
        private final Http2Headers sink;
        private final Http2Fields fields;

        IntoFields(Http2Fields fields, int headBytes) {
            super(false, headBytes);
            this.fields = fields;
            sink = new Sink(fields);
        }

        @Override
        protected Http2Headers newHeaders() {
            fields.clear();
            return sink;
        }
    }

    private static final class Sink extends DefaultHttp2Headers {
        private final Http2Fields fields;

        Sink(Http2Fields fields) {
            super(false, 2);
            this.fields = fields;
        }

        @Override
        public Http2Headers add(CharSequence name, CharSequence value) {
            fields.add((AsciiString) name, (AsciiString) value);
            return this;
        }
    }

    /** A header block that is ready to go. */
    static final class Block extends DefaultHttp2Headers {
        private static final AsciiString FINAL = AsciiString.cached("200");
        private static final AsciiString INTERIM = AsciiString.cached("100");

        private final ByteBuf bytes;
        private Kind kind = Kind.FINAL;

        /** Whether another one is to come before the body. */
        enum Kind {
            INTERIM,
            FINAL
        }

        Block(ByteBuf bytes) {
            super(false, 2);
            this.bytes = bytes;
        }

        void is(Kind now) {
            kind = now;
        }

        /** Netty asks only for this much. */
        @Override
        public CharSequence status() {
            return kind == Kind.INTERIM ? INTERIM : FINAL;
        }
    }

    private static final class AsWritten implements Http2HeadersEncoder, Http2HeadersEncoder.Configuration {
        private long tableSize;
        private long listSize = Long.MAX_VALUE;

        @Override
        public void encodeHeaders(int streamId, Http2Headers headers, ByteBuf buffer) {
            ByteBuf bytes = ((Block) headers).bytes;
            buffer.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        }

        @Override
        public Configuration configuration() {
            return this;
        }

        /** Whatever it may be, none is used. */
        @Override
        public void maxHeaderTableSize(long max) {
            tableSize = max;
        }

        @Override
        public long maxHeaderTableSize() {
            return tableSize;
        }

        @Override
        public void maxHeaderListSize(long max) {
            listSize = max;
        }

        @Override
        public long maxHeaderListSize() {
            return listSize;
        }
    }
}
