package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** The rows of {@link #bodies()} are run, whole and cut at every byte, by {@link SplitInputTest}. */
final class ChunkedDecoderTest {

    static Stream<Arguments> bodies() {
        return Stream.of(
                // RFC 9112 section 7.1
                arguments("0\r\n\r\n", "[] then 0"),
                arguments("5\r\nhello\r\n0\r\n\r\nGET", "hello[] then 3"),
                arguments("5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n", "hello0123456789[] then 0"),
                arguments("0000000000000005\r\nhello\r\n000\r\n\r\n", "hello[] then 0"),
                arguments("1\r\n\r\r\n1\r\n\n\r\n0\r\n\r\n", "\r\n[] then 0"),
                arguments("5;a=b;c=\"d\"\r\nhello\r\n0;x\r\n\r\n", "hello[] then 0"),
                arguments("1;" + "a".repeat(256) + "\r\nx\r\n0\r\n\r\n", "x[] then 0"),
                arguments("0\r\nA: b\r\nc:  d \r\n\r\nx", "[A: b, c: d] then 1"),
                arguments("7fffffffffffffff\r\nx", "x NEED_MORE"),
                arguments("5\r\nhel", "hel NEED_MORE"),
                arguments("\r\n", " CHUNK_SIZE"),
                arguments("g\r\n", " CHUNK_SIZE"),
                arguments("-1\r\n", " CHUNK_SIZE"),
                arguments("+1\r\n", " CHUNK_SIZE"),
                arguments("0x1\r\n", " CHUNK_SIZE"),
                arguments(" 1\r\n", " CHUNK_SIZE"),
                arguments("1 \r\n", " CHUNK_SIZE"),
                arguments("1\t;a\r\n", " CHUNK_SIZE"),
                arguments("8000000000000000\r\n", " CHUNK_SIZE"),
                arguments("ffffffffffffffff\r\n", " CHUNK_SIZE"),
                arguments("00000000000000005\r\n", " CHUNK_SIZE"),
                // CVE-2025-58056: a bare LF in the chunk line
                arguments("5\nhello\r\n0\r\n\r\n", " BARE_LF"),
                arguments("5;a\nhello\r\n0\r\n\r\n", " BARE_LF"),
                arguments("5\rhello", " BARE_CR"),
                arguments("5;a\rhello", " BARE_CR"),
                // CVE-2026-33870: a line end inside a quoted extension value
                arguments("1;a=\"\r\nX\r\n0\r\n\r\n", " CHUNK_EXTENSION"),
                arguments("1;a=\"b\\\"\r\nX\r\n0\r\n\r\n", " CHUNK_EXTENSION"),
                arguments("1;a=\"b\\\";c\";d\r\nX\r\n0\r\n\r\n", "X[] then 0"),
                arguments("1;a=\0\r\n", " CHUNK_EXTENSION"),
                arguments("1;" + "a".repeat(257) + "\r\n", " CHUNK_EXTENSION"),
                // The class of CVE-2023-39326: endless extensions on tiny chunks
                arguments(("1;" + "a".repeat(255) + "\r\nx\r\n").repeat(65), "x".repeat(64) + " CHUNK_EXTENSION"),
                arguments("5\r\nhello0\r\n\r\n", "hello CHUNK_END"),
                arguments("5\r\nhello\n0\r\n\r\n", "hello CHUNK_END"),
                arguments("5\r\nhello\r0\r\n\r\n", "hello CHUNK_END"),
                arguments("0\r\nA : b\r\n\r\n", " SPACE_BEFORE_COLON"),
                arguments("0\r\n A: b\r\n\r\n", " OBS_FOLD"),
                arguments("0\r\nA: b\n\r\n", " BARE_LF"),
                arguments("0\r\n\n", " BARE_LF"),
                arguments("0\r\n\rx", " BARE_CR"),
                arguments("0\r\n" + "A: b\r\n".repeat(17), " TOO_MANY_FIELDS"),
                arguments("0\r\nA: " + "b".repeat(300), " FIELD_TOO_LONG"));
    }

    /** Feeds the wire up to each of the given ends and tells what came out. */
    static String read(String wire, List<Integer> ends) {
        ChunkedDecoder decoder = new ChunkedDecoder(Wire.LIMITS);
        ByteBuf in = Wire.bytes(wire).writerIndex(0);
        StringBuilder told = new StringBuilder();
        ChunkedDecoder.Step step = ChunkedDecoder.Step.NEED_MORE;
        for (int end : ends) {
            in.writerIndex(end);
            while ((step = decoder.next(in)) == ChunkedDecoder.Step.DATA) {
                ByteBuf data = decoder.takeData();
                told.append(data.toString(ISO_8859_1));
                data.release();
            }
            if (step == ChunkedDecoder.Step.END) {
                int left = wire.length() - in.readerIndex();
                return told.append(Wire.fields(decoder.trailers()))
                        .append(" then ")
                        .append(left)
                        .toString();
            }
        }
        in.release();
        return told.append(' ')
                .append(step == ChunkedDecoder.Step.BAD ? decoder.refusal() : step)
                .toString();
    }

    @Test
    void next_bodiesOnOneConnection_startAfresh() {
        ChunkedDecoder decoder = new ChunkedDecoder(Wire.LIMITS);
        ByteBuf in = Wire.bytes("0\r\n\r\n0\r\nA: b\r\n\r\n0\r\n\r\n");

        assertThat(decoder.next(in)).isEqualTo(ChunkedDecoder.Step.END);
        assertThat(decoder.trailers().headerCount()).isZero();
        assertThat(decoder.next(in)).isEqualTo(ChunkedDecoder.Step.END);
        assertThat(decoder.trailers().header("a")).isEqualTo("b");
        assertThat(decoder.next(in)).isEqualTo(ChunkedDecoder.Step.END);
        assertThat(decoder.trailers().headerCount()).isZero();
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void takeData_slice_sharesTheInputAndHoldsIt() {
        ChunkedDecoder decoder = new ChunkedDecoder(Wire.LIMITS);
        ByteBuf in = Wire.bytes("3\r\nabc\r\n0\r\n\r\n");
        decoder.next(in);

        ByteBuf data = decoder.takeData();

        assertThat(in.refCnt()).isEqualTo(2);
        in.setByte(3, 'x');
        assertThat(data.toString(ISO_8859_1)).isEqualTo("xbc");
        assertThatThrownBy(decoder::takeData).isInstanceOf(IllegalStateException.class);
        data.release();
        in.release();
    }

    @Test
    void chunkWriter_anyLength_isReadBack() {
        for (int length : new int[] {1, 9, 10, 15, 16, 17, 255, 256, 4095, 4096, 65535, 65536, 1 << 20}) {
            ByteBuf out = Unpooled.buffer();
            ChunkWriter.writeSize(out, length);
            assertThat(out.toString(ISO_8859_1)).isEqualTo(Integer.toHexString(length) + "\r\n");
            out.writeZero(length);
            ChunkWriter.writeEnd(out);
            ChunkWriter.writeLast(out);
            String wire = out.toString(ISO_8859_1);

            assertThat(read(wire, List.of(wire.length()))).isEqualTo("\0".repeat(length) + "[] then 0");
        }
        ByteBuf out = Unpooled.buffer();
        ChunkWriter.writeSize(out, Integer.MAX_VALUE);
        assertThat(out.toString(ISO_8859_1)).isEqualTo("7fffffff\r\n");
        assertThatThrownBy(() -> ChunkWriter.writeSize(Unpooled.buffer(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chunkWriter_trailers_goOnUnlessTheyFrameRouteAuthenticateOrAreOurs() {
        ChunkedDecoder decoder = new ChunkedDecoder(Wire.LIMITS);
        decoder.next(Wire.bytes("0\r\nServer-Timing: a\r\nContent-Length: 5\r\nHost: b\r\nFoyer-Order: none\r\n"
                + "Set-Cookie: a\r\nAuthorization: x\r\nX_Y: z\r\nTransfer-Encoding: x\r\nGrpc-Status: 0\r\n\r\n"));
        ByteBuf out = Unpooled.buffer();

        ChunkWriter.writeLast(out, decoder.trailers());

        assertThat(out.toString(ISO_8859_1)).isEqualTo("0\r\nServer-Timing: a\r\nGrpc-Status: 0\r\n\r\n");
    }
}
