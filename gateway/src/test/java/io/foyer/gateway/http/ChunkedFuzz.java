package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Any bytes for a chunked body: read alike in any pieces, ended where Netty ends it, and written as it was read. */
public final class ChunkedFuzz {
    private static final Pattern FRAMING = Pattern.compile("(?i)\n(content-length|transfer-encoding|trailer):");

    private ChunkedFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String wire = new String(data, ISO_8859_1);
        if (wire.isEmpty()) {
            return;
        }
        String whole = ChunkedDecoderTest.read(wire, List.of(wire.length()));
        assertThat(ChunkedDecoderTest.read(
                        wire, IntStream.rangeClosed(1, wire.length()).boxed().toList()))
                .as(wire)
                .isEqualTo(whole);
        if (whole.endsWith(" then 0")) {
            assertNettyAgrees(wire, whole);
            assertWritten(wire, whole);
        }
    }

    private static void assertNettyAgrees(String wire, String whole) {
        String netty = NettyReader.body(wire);
        if (wire.contains(";") && netty.endsWith(" broken")) {
            // Extensions end here, so the grammar of what is dropped does not matter; where it ends does.
            return;
        }
        if (FRAMING.matcher(wire).find()) {
            // Netty leaves trailers out that would frame.
            assertThat(netty).as(wire).endsWith("] then " + NettyReader.NEXT.length());
        } else {
            assertThat(netty).as(wire).isEqualTo(whole.substring(0, whole.length() - 1) + NettyReader.NEXT.length());
        }
    }

    private static void assertWritten(String wire, String whole) {
        ChunkedDecoder decoder = new ChunkedDecoder(Wire.LIMITS);
        ByteBuf in = Wire.bytes(wire);
        ByteBuf out = Unpooled.buffer();
        while (decoder.next(in) == ChunkedDecoder.Step.DATA) {
            ByteBuf piece = decoder.takeData();
            ChunkWriter.writeSize(out, piece.readableBytes());
            out.writeBytes(piece);
            ChunkWriter.writeEnd(out);
            piece.release();
        }
        ChunkWriter.writeLast(out);
        String written = out.toString(ISO_8859_1);
        String data = whole.substring(0, whole.lastIndexOf(Wire.fields(decoder.trailers()) + " then "));
        assertThat(ChunkedDecoderTest.read(written, List.of(written.length()))).isEqualTo(data + "[] then 0");
    }
}
