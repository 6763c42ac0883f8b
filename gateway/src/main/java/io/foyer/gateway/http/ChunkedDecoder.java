package io.foyer.gateway.http;

import static io.foyer.gateway.http.Grammar.CR;
import static io.foyer.gateway.http.Grammar.LF;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes a chunked body apart (RFC 9112 section 7.1) without copying data. One a connection; after END it is ready for the
 * next body. Chunk extensions are bounded and dropped; lines end with CRLF and nothing else.
 */
public final class ChunkedDecoder {
    private static final int SIZE_DIGITS_MAX = 16;
    private static final int EXTENSION_BYTES_MAX = 256;
    /** Over a whole body, so that tiny chunks cannot carry an endless stream of extensions. */
    private static final int EXTENSIONS_BYTES_MAX = 16 * 1024;

    private final FieldParser trailerParser;
    private final HeaderBlock trailers = new HeaderBlock();
    private State state = State.SIZE;
    private long remaining;
    private int digits;
    private int extensionBytes;
    private int extensionsBytes;
    private @Nullable ByteBuf data;

    /** What {@link #next} found. */
    public enum Step {
        /** {@link #takeData()} has a piece of the body. */
        DATA,
        /** All bytes were used (but for a part of the trailers); call again with more. */
        NEED_MORE,
        /** The body is over and {@link #trailers()} are complete. */
        END,
        /** Broken for good; {@link #refusal()} says why. */
        BAD
    }

    private enum State {
        SIZE,
        EXTENSION,
        QUOTED,
        QUOTED_PAIR,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS
    }

    public ChunkedDecoder(HeadLimits trailerLimits) {
        trailerParser = new FieldParser(trailerLimits);
    }

    /** Reads on from the buffer, up to the next piece of data. */
    public Step next(ByteBuf in) {
        while (trailerParser.refusal == null) {
            if (state == State.TRAILERS) {
                return trailers(in);
            }
            if (!in.isReadable()) {
                return Step.NEED_MORE;
            }
            if (state == State.DATA) {
                return data(in);
            }
            take(in.readByte());
        }
        return Step.BAD;
    }

    /** The piece just found: a retained slice of the input that the caller has to release. */
    public ByteBuf takeData() {
        ByteBuf taken = data;
        if (taken == null) {
            throw new IllegalStateException("no data: ask after DATA, and once");
        }
        data = null;
        return taken;
    }

    /** The trailers of the body that ended last, valid until the next call. */
    public HeaderBlock trailers() {
        return trailers;
    }

    /** Why the last step was BAD; null otherwise. */
    public @Nullable Refusal refusal() {
        return trailerParser.refusal;
    }

    private void take(byte b) {
        switch (state) {
            case SIZE -> takeSize(b);
            case EXTENSION, QUOTED, QUOTED_PAIR -> takeExtension(b);
            case SIZE_LF -> {
                expect(b, LF, Refusal.BARE_CR);
                startData();
            }
            case DATA_CR -> {
                expect(b, CR, Refusal.CHUNK_END);
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(b, LF, Refusal.CHUNK_END);
                startChunk();
            }
            default -> throw new IllegalStateException(state.name());
        }
    }

    private void takeSize(byte b) {
        int digit = Grammar.hex(b);
        if (digit >= 0) {
            digits++;
            if (digits > SIZE_DIGITS_MAX || remaining > Long.MAX_VALUE >> 4) {
                trailerParser.refuse(Refusal.CHUNK_SIZE);
                return;
            }
            remaining = remaining << 4 | digit;
        } else if (digits > 0 && b == CR) {
            state = State.SIZE_LF;
        } else if (digits > 0 && b == ';') {
            state = State.EXTENSION;
        } else {
            trailerParser.refuse(b == LF ? Refusal.BARE_LF : Refusal.CHUNK_SIZE);
        }
    }

    /** A line end inside quotes is refused: readers disagree on whether it ends the line (CVE-2026-33870). */
    private void takeExtension(byte b) {
        if (b == CR && state == State.EXTENSION) {
            state = State.SIZE_LF;
            return;
        }
        extensionBytes++;
        extensionsBytes++;
        if (b == LF) {
            trailerParser.refuse(Refusal.BARE_LF);
        } else if (!Grammar.VALUE[b & 0xff]
                || extensionBytes > EXTENSION_BYTES_MAX
                || extensionsBytes > EXTENSIONS_BYTES_MAX) {
            trailerParser.refuse(Refusal.CHUNK_EXTENSION);
        } else {
            state = quoting(b);
        }
    }

    private State quoting(byte b) {
        return switch (state) {
            case QUOTED_PAIR -> State.QUOTED;
            case QUOTED -> b == '"' ? State.EXTENSION : b == '\\' ? State.QUOTED_PAIR : State.QUOTED;
            default -> b == '"' ? State.QUOTED : State.EXTENSION;
        };
    }

    private void startData() {
        if (remaining > 0) {
            state = State.DATA;
        } else {
            trailers.clear();
            state = State.TRAILERS;
        }
    }

    private void expect(byte found, byte expected, Refusal otherwise) {
        if (found != expected) {
            trailerParser.refuse(otherwise);
        }
    }

    private Step data(ByteBuf in) {
        int length = (int) Math.min(remaining, in.readableBytes());
        data = in.readRetainedSlice(length);
        remaining -= length;
        if (remaining == 0) {
            state = State.DATA_CR;
        }
        return Step.DATA;
    }

    private Step trailers(ByteBuf in) {
        trailerParser.fill(in, trailers);
        return switch (trailerParser.parse(trailers)) {
            case NEED_MORE -> Step.NEED_MORE;
            case REFUSED -> Step.BAD;
            case COMPLETE -> end(in);
        };
    }

    private Step end(ByteBuf in) {
        in.skipBytes(trailerParser.position);
        trailerParser.reset();
        extensionsBytes = 0;
        startChunk();
        return Step.END;
    }

    private void startChunk() {
        state = State.SIZE;
        remaining = 0;
        digits = 0;
        extensionBytes = 0;
    }
}
