package io.foyer.gateway.edge;

import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.Http2Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Hands the body of one stream's request to the relay as fast as that takes it; the buyer may send on as far as it was taken. */
final class Http2Upload {
    private final Http2Exchange exchange;
    private final Http2Streams streams;
    private final Http2Output out;
    private final Http2Body body = new Http2Body();

    Http2Upload(Http2Exchange exchange, Http2Streams streams, Http2Output out) {
        this.exchange = exchange;
        this.streams = streams;
        this.out = out;
    }

    void begin(Http2Fields fields, Http2Fields.Body follows, long bytesMax) {
        body.begin(fields, follows, bytesMax);
    }

    void limit(long bytesMax) {
        body.limit(bytesMax);
    }

    boolean isTooLarge() {
        return body.isTooLarge();
    }

    long received() {
        return body.received();
    }

    /** Whether a body of that many more bytes, complete then or not, is still as long as was said. */
    boolean fits(int more, boolean complete) {
        return body.fits(more, complete);
    }

    /** Whether the relay waits for the buyer. */
    boolean isAwaited() {
        return body.isAwaited();
    }

    /** Notes a piece that has come; {@link #pass} takes it unless the body {@link #isTooLarge}. */
    void took(int bytes) {
        body.took(bytes);
    }

    /** Takes a piece; returns for how many bytes the buyer may send others now. */
    int pass(ByteBuf data, boolean complete) {
        int length = data.readableBytes();
        boolean flows = body.flows();
        if (length > 0 && flows) {
            exchange.relay().body(data.readRetainedSlice(length));
            streams.bodyRead(exchange);
        } else if (length > 0) {
            body.hold(data);
        }
        if (complete) {
            end(null);
        }
        return flows ? length : 0;
    }

    void end(@Nullable HeaderBlock trailers) {
        body.end(trailers);
        passEnd();
    }

    /** The relay wants it. */
    void want() {
        body.want();
        passHeld();
    }

    void pause() {
        body.pause();
    }

    /** The relay goes on; returns false if it had not paused. */
    boolean resume() {
        boolean paused = body.resume();
        if (paused) {
            passHeld();
        }
        return paused;
    }

    void release() {
        body.release();
    }

    private void passHeld() {
        for (ByteBuf piece = body.next(); piece != null; piece = body.next()) {
            int length = piece.readableBytes();
            exchange.relay().body(piece);
            out.consumed(length);
        }
        passEnd();
        exchange.relay().flush();
    }

    private void passEnd() {
        if (body.passEnd()) {
            exchange.relay().bodyEnd(body.trailers());
            streams.bodyRead(exchange);
        }
    }
}
