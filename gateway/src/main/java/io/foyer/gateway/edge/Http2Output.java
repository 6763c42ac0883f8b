package io.foyer.gateway.edge;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.Http2HeadWriter;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** What goes out on one stream: header blocks at once, data as the buyer's windows allow. */
final class Http2Output {
    private static final int FRAME_BYTES = 9;
    private static final int BLOCK_BYTES = 512;
    private static final int BLOCK_BYTES_KEPT = 8 * 1024;

    private final Http2Session session;
    private final ByteBuf block = Unpooled.buffer(BLOCK_BYTES);
    /** Used for one block after another: only trailers may wait for data before them, and nothing follows those. */
    private final Http2Codec.Block headers = new Http2Codec.Block(block);

    private @Nullable Http2Stream stream;
    private long contentLeft;
    private boolean ended;
    private long written;
    private long sent;

    /** Whether the body of an answer is sent. */
    enum Content {
        WITH,
        WITHOUT
    }

    Http2Output(Http2Session session) {
        this.session = session;
    }

    void begin(Http2Stream on) {
        if (block.capacity() > BLOCK_BYTES_KEPT) {
            block.clear().capacity(BLOCK_BYTES);
        }
        stream = on;
        ended = false;
        contentLeft = Long.MAX_VALUE;
        written = 0;
        sent = 0;
    }

    /** Bytes so far, those that wait for a window included. */
    long written() {
        return written;
    }

    /** Whether the windows of stream and connection, and the socket, have room. */
    boolean isWritable() {
        return flow().isWritable(stream());
    }

    /** Whether data still waits for a window. */
    boolean isPending() {
        return flow().hasFlowControlled(stream());
    }

    void sent(int bytes) {
        sent += bytes;
    }

    /** Bytes of the body for which there was a window. */
    long sent() {
        return sent;
    }

    void interim(ResponseHead head, RequestHead request) {
        session.startBlock(block);
        Http2HeadWriter.writeResponse(block, head, request, Forwarding.NO_LINES);
        headers(Http2Codec.Block.Kind.INTERIM, false);
    }

    void response(ResponseHead head, RequestHead request, byte[] lines) {
        session.startBlock(block);
        Http2HeadWriter.writeResponse(block, head, request, lines);
        BodyKind kind = head.kindFor(request);
        contentLeft = kind == BodyKind.LENGTH ? head.contentLength() : Long.MAX_VALUE;
        headers(Http2Codec.Block.Kind.FINAL, kind == BodyKind.NONE || contentLeft == 0);
    }

    void answer(Answer answer, Content content) {
        session.startBlock(block);
        byte[] date = session.edge().answers().dateLine();
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        if (bodiless) {
            Http2HeadWriter.writeAnswer(block, answer.status(), answer.headerLines(), date);
        } else {
            long length = answer.body().length;
            Http2HeadWriter.writeAnswer(block, answer.status(), answer.headerLines(), date, length);
        }
        boolean empty = bodiless || content == Content.WITHOUT || answer.body().length == 0;
        headers(Http2Codec.Block.Kind.FINAL, empty);
        if (!empty) {
            frame(Unpooled.wrappedBuffer(answer.body()), true);
        }
    }

    /** Takes over a piece of the response's body. */
    void data(ByteBuf data) {
        int length = data.readableBytes();
        if (ended || length == 0) {
            data.release();
            return;
        }
        contentLeft -= length;
        frame(data, contentLeft == 0);
    }

    void end(@Nullable HeaderBlock trailers) {
        if (ended) {
            return;
        }
        session.startBlock(block);
        if (trailers != null && Http2HeadWriter.writeTrailers(block, trailers)) {
            headers(Http2Codec.Block.Kind.FINAL, true);
        } else {
            frame(Unpooled.EMPTY_BUFFER, true);
        }
    }

    void reset(Http2Error why) {
        session.reset(stream(), why);
    }

    /** The relay has taken that much of the request's body. */
    void consumed(int bytes) {
        session.consumed(stream(), bytes);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the codec tells the session of failed writes
    private void headers(Http2Codec.Block.Kind kind, boolean last) {
        headers.is(kind);
        written += FRAME_BYTES + block.readableBytes();
        ended |= last;
        ChannelHandlerContext ctx = session.context();
        session.encoder().writeHeaders(ctx, stream().id(), headers, 0, last, ctx.newPromise());
    }

    private void frame(ByteBuf data, boolean last) {
        written += FRAME_BYTES + data.readableBytes();
        ended |= last;
        session.send(stream(), data, last);
    }

    private Http2RemoteFlowController flow() {
        return session.encoder().flowController();
    }

    private Http2Stream stream() {
        Http2Stream open = stream;
        if (open == null) {
            throw new IllegalStateException("no stream");
        }
        return open;
    }
}
