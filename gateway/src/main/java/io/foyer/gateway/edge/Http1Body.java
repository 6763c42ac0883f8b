package io.foyer.gateway.edge;

import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.ChunkedDecoder;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.http.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request at hand: finds it in the bytes that come, piece by piece (RFC 9112 section 6), while the relay wants
 * it.
 */
final class Http1Body extends RequestBody {
    private final HeadLimits trailerLimits;
    private final long bytesMaxMost;
    private @Nullable ChunkedDecoder chunks;
    private boolean chunked;
    private boolean raw;
    private boolean complete = true;
    private long remaining;

    /** What {@link #take} found. */
    enum Piece {
        /** A piece or the end went to the relay. */
        PASSED,
        /** There is nothing to take in what came. */
        NEED_MORE,
        /** Framing is broken; nothing behind it can be trusted. */
        BROKEN,
        /** It is larger than allowed. */
        TOO_LARGE
    }

    Http1Body(HeadLimits trailerLimits, long bytesMaxMost) {
        this.trailerLimits = trailerLimits;
        this.bytesMaxMost = bytesMaxMost;
        begin(bytesMaxMost);
    }

    void begin(RequestHead head) {
        chunked = head.bodyKind() == BodyKind.CHUNKED;
        raw = false;
        remaining = head.contentLength();
        complete = !head.hasBody();
        begin(bytesMaxMost);
    }

    /** From here on all that comes is passed as it is, up to {@link #end}. */
    void beginRaw() {
        chunked = false;
        raw = true;
        remaining = Long.MAX_VALUE;
        complete = false;
    }

    /** Whether it is what a buyer says in another protocol. */
    boolean isRaw() {
        return raw;
    }

    /** The buyer sends no more of a raw body. */
    void end(Relay relay) {
        complete = true;
        relay.bodyEnd(null);
    }

    @Override
    boolean isAwaited() {
        return flows() && !complete;
    }

    /** Whether all of it has been taken; true for requests without a body. */
    boolean isComplete() {
        return complete;
    }

    @Override
    boolean isTooLarge() {
        return remaining > bytesMax();
    }

    /** Why the last piece was BROKEN. */
    @Nullable
    Refusal refusal() {
        return chunks == null ? null : chunks.refusal();
    }

    Piece take(ByteBuf in, Relay relay) {
        if (chunked) {
            return takeChunk(in, relay);
        }
        if (!in.isReadable()) {
            return Piece.NEED_MORE;
        }
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        took(length);
        relay.body(in.readRetainedSlice(length));
        if (remaining > 0) {
            return Piece.PASSED;
        }
        complete = true;
        relay.bodyEnd(null);
        return Piece.PASSED;
    }

    private Piece takeChunk(ByteBuf in, Relay relay) {
        ChunkedDecoder decoder = chunks;
        if (decoder == null) {
            decoder = new ChunkedDecoder(trailerLimits);
            chunks = decoder;
        }
        return switch (decoder.next(in)) {
            case NEED_MORE -> Piece.NEED_MORE;
            case BAD -> Piece.BROKEN;
            case DATA -> pass(decoder.takeData(), relay);
            case END -> {
                complete = true;
                relay.bodyEnd(decoder.trailers());
                yield Piece.PASSED;
            }
        };
    }

    private Piece pass(ByteBuf data, Relay relay) {
        took(data.readableBytes());
        if (received() > bytesMax()) {
            data.release();
            return Piece.TOO_LARGE;
        }
        relay.body(data);
        return Piece.PASSED;
    }
}
