package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Builds the header blocks that buyers get over HTTP/2, from the same parts and by the same rules as {@link HeadWriter}. */
public final class Http2HeadWriter {
    private static final byte[] VIA = "via: 1.1 foyer\r\n".getBytes(US_ASCII);
    private static final byte[] VIA_1_0 = "via: 1.0 foyer\r\n".getBytes(US_ASCII);

    private Http2HeadWriter() {}

    /** Starts the first block of a connection: no block refers to another. */
    public static void writeStart(ByteBuf out) {
        HpackWriter.emptyTable(out);
    }

    /** @param extraLines lines of our own; none for an interim response */
    public static void writeResponse(ByteBuf out, ResponseHead head, RequestHead request, byte[] extraLines) {
        HpackWriter.status(out, head.status());
        BodyKind kind = head.kindFor(request);
        for (int i = 0; i < head.headerCount(); i++) {
            if (HeadWriter.goesToBuyer(head, i, kind) && !head.isNominated(i)) {
                writeField(out, head, i);
            }
        }
        if (!head.isInterim()) {
            if (kind == BodyKind.LENGTH) {
                HpackWriter.contentLength(out, head.contentLength());
            }
            HpackWriter.lines(out, head.versionMinor() == 1 ? VIA : VIA_1_0);
        }
        HpackWriter.lines(out, extraLines);
    }

    /** An answer without a body of its own: 204 and 304. */
    public static void writeAnswer(ByteBuf out, int status, byte[] lines, byte[] moreLines) {
        HpackWriter.status(out, status);
        HpackWriter.lines(out, lines);
        HpackWriter.lines(out, moreLines);
    }

    /** An answer with its body's length. */
    public static void writeAnswer(ByteBuf out, int status, byte[] lines, byte[] moreLines, long length) {
        writeAnswer(out, status, lines, moreLines);
        HpackWriter.contentLength(out, length);
    }

    /** The trailers that may go on, as in {@link ChunkWriter#writeLast(ByteBuf, HeaderBlock)}; returns whether there is any. */
    public static boolean writeTrailers(ByteBuf out, HeaderBlock trailers) {
        boolean any = false;
        for (int i = 0; i < trailers.headerCount(); i++) {
            if (trailers.kind(i) == Field.OTHER) {
                writeField(out, trailers, i);
                any = true;
            }
        }
        return any;
    }

    private static void writeField(ByteBuf out, HeaderBlock block, int i) {
        HpackWriter.field(
                out, block.bytes, block.nameStart(i), block.nameEnd(i), block.valueStart(i), block.valueEnd(i));
    }
}
