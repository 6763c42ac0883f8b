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
final class RequestBody {
    private final HeadLimits trailerLimits;
    private final long bytesMaxMost;
    private long bytesMax;
    private @Nullable ChunkedDecoder chunks;
    private boolean chunked;
    private boolean raw;
    private boolean wanted;
    private boolean paused;
    private boolean complete = true;
    private long remaining;
    private long received;

    /** What {@link #take} found. */
    enum Piece {
        /** A piece went to the relay. */
        PASSED,
        /** The end went to the relay. */
        ENDED,
        /** There is nothing to take in what came. */
        NEED_MORE,
        /** Framing is broken; nothing behind it can be trusted. */
        BROKEN,
        /** It is larger than allowed. */
        TOO_LARGE
    }

    RequestBody(HeadLimits trailerLimits, long bytesMax) {
        this.trailerLimits = trailerLimits;
        this.bytesMaxMost = bytesMax;
        this.bytesMax = bytesMax;
    }

    void begin(RequestHead head) {
        chunked = head.bodyKind() == BodyKind.CHUNKED;
        raw = false;
        wanted = false;
        paused = false;
        remaining = head.contentLength();
        complete = !head.hasBody();
        received = 0;
        bytesMax = bytesMaxMost;
    }

    /** Lowers the limit for the body at hand. */
    void limit(long lowerBytesMax) {
        bytesMax = Math.min(bytesMax, lowerBytesMax);
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

    void want() {
        wanted = true;
        paused = false;
    }

    /** Whether the relay has asked for it, though it may have paused. */
    boolean isWanted() {
        return wanted;
    }

    void pause() {
        paused = true;
    }

    /** Returns false if it was not paused. */
    boolean resume() {
        boolean was = paused;
        paused = false;
        return was;
    }

    /** Whether the relay takes pieces now, and more are to come. */
    boolean isAwaited() {
        return wanted && !paused && !complete;
    }

    /** Whether all of it has been taken; true for requests without a body. */
    boolean isComplete() {
        return complete;
    }

    /** Whether its announced length is more than allowed. */
    boolean isTooLarge() {
        return remaining > bytesMax;
    }

    /** Why the last piece was BROKEN. */
    @Nullable
    Refusal refusal() {
        return chunks == null ? null : chunks.refusal();
    }

    /** Bytes taken so far, without framing. */
    long received() {
        return received;
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
        received += length;
        relay.body(in.readRetainedSlice(length));
        if (remaining > 0) {
            return Piece.PASSED;
        }
        complete = true;
        relay.bodyEnd(null);
        return Piece.ENDED;
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
                yield Piece.ENDED;
            }
        };
    }

    private Piece pass(ByteBuf data, Relay relay) {
        received += data.readableBytes();
        if (received > bytesMax) {
            data.release();
            return Piece.TOO_LARGE;
        }
        relay.body(data);
        return Piece.PASSED;
    }
}
