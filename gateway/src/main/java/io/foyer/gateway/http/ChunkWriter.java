package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Frames a body in chunks (RFC 9112 section 7.1): {@link #writeSize}, the data, {@link #writeEnd}, ... {@link #writeLast}. */
public final class ChunkWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private ChunkWriter() {}

    /** Writes the line before a chunk's data; {@code length} is in bytes and not 0, which would end the body. */
    public static void writeSize(ByteBuf out, int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("length: " + length + " (expected: > 0)");
        }
        for (int shift = (31 - Integer.numberOfLeadingZeros(length)) & ~3; shift >= 0; shift -= 4) {
            out.writeByte(HEX[(length >> shift) & 0xf]);
        }
        writeEnd(out);
    }

    /** Writes what follows a chunk's data. */
    public static void writeEnd(ByteBuf out) {
        out.writeByte('\r').writeByte('\n');
    }

    /** Ends a body without trailers. */
    public static void writeLast(ByteBuf out) {
        out.writeByte('0');
        writeEnd(out);
        writeEnd(out);
    }

    /**
     * Ends a body with the trailers that may go on: not those that frame, route, authenticate or are ours (RFC 9110 section
     * 6.5.1).
     */
    public static void writeLast(ByteBuf out, HeaderBlock trailers) {
        out.writeByte('0');
        writeEnd(out);
        for (int i = 0; i < trailers.headerCount(); i++) {
            if (trailers.kind(i) == Field.OTHER) {
                int start = trailers.nameStart(i);
                out.writeBytes(trailers.bytes, start, trailers.lineEnd(i) - start);
            }
        }
        writeEnd(out);
    }
}
