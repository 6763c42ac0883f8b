package io.foyer.gateway.http;

import static io.foyer.gateway.http.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the input was cut into reads must never show (RFC 9112 says nothing of reads). */
final class SplitInputTest {

    static Stream<String> requests() {
        Stream<String> refused = RequestRefusalTest.refused().map(row -> (String) row.get()[2]);
        return Stream.concat(RequestRefusalTest.accepted(), refused);
    }

    static Stream<String> responses() {
        Stream<String> refused = ResponseHeadParserTest.refused().map(row -> (String) row.get()[1]);
        return Stream.concat(
                Stream.of(
                        head("HTTP/1.1 200 OK", "Content-Length: 5", "Foyer-Order: none") + "abc",
                        head("HTTP/1.0 204")),
                refused);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestHead_cutAtEveryByte_isReadAlike(String wire) {
        String whole = readRequest(wire, wire.length());
        for (int cut = 1; cut < wire.length(); cut++) {
            assertThat(readRequest(wire, cut)).as("cut after %d: %s", cut, wire).isEqualTo(whole);
        }
        assertThat(dripRequest(wire)).as("byte by byte: %s", wire).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responseHead_cutAtEveryByte_isReadAlike(String wire) {
        String whole = readResponse(wire, wire.length());
        for (int cut = 1; cut < wire.length(); cut++) {
            assertThat(readResponse(wire, cut))
                    .as("cut after %d: %s", cut, wire)
                    .isEqualTo(whole);
        }
    }

    static Stream<Arguments> bodies() {
        return ChunkedDecoderTest.bodies();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void chunkedBody_cutAtEveryByte_isReadAlike(String wire, String expected) {
        assertThat(ChunkedDecoderTest.read(wire, List.of(wire.length()))).isEqualTo(expected);
        for (int cut = 1; cut < wire.length(); cut++) {
            assertThat(ChunkedDecoderTest.read(wire, List.of(cut, wire.length())))
                    .as("cut after %d: %s", cut, wire)
                    .isEqualTo(expected);
        }
        assertThat(ChunkedDecoderTest.read(
                        wire, Stream.iterate(1, i -> i + 1).limit(wire.length()).toList()))
                .as("byte by byte: %s", wire)
                .isEqualTo(expected);
    }

    private static String readRequest(String wire, int cut) {
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
        RequestHead head = new RequestHead();
        ParseResult result = parser.parse(Wire.bytes(wire.substring(0, cut)), head);
        ByteBuf in = Wire.bytes(wire);
        if (result == ParseResult.NEED_MORE) {
            result = parser.parse(in, head);
        } else if (result == ParseResult.COMPLETE) {
            in.skipBytes(head.fieldsEnd + 2);
        }
        return told(result, parser.refusal(), head) + rest(result, in);
    }

    private static String dripRequest(String wire) {
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
        RequestHead head = new RequestHead();
        ParseResult result = ParseResult.NEED_MORE;
        int given = 0;
        while (result == ParseResult.NEED_MORE && given < wire.length()) {
            result = parser.parse(Wire.bytes(wire.substring(0, ++given)), head);
        }
        return told(result, parser.refusal(), head) + rest(result, Wire.bytes(wire.substring(given)));
    }

    private static String readResponse(String wire, int cut) {
        ResponseHeadParser parser = new ResponseHeadParser(Wire.LIMITS);
        ResponseHead head = new ResponseHead();
        ParseResult result = parser.parse(Wire.bytes(wire.substring(0, cut)), head, "GET");
        ByteBuf in = Wire.bytes(wire);
        if (result == ParseResult.NEED_MORE) {
            result = parser.parse(in, head, "GET");
        } else if (result == ParseResult.COMPLETE) {
            in.skipBytes(head.fieldsEnd + 2);
        }
        return result + " " + parser.refusal() + " " + rest(result, in)
                + (result == ParseResult.COMPLETE
                        ? head.status() + head.reason() + Wire.fields(head) + head.bodyKind()
                        : "");
    }

    private static String told(ParseResult result, Refusal refusal, RequestHead head) {
        if (result != ParseResult.COMPLETE) {
            return result + " " + refusal;
        }
        return head.method() + " " + head.target() + " " + head.path() + " " + head.authority() + Wire.fields(head)
                + head.bodyKind() + head.contentLength() + head.keepAlive() + head.expectContinue();
    }

    private static String rest(ParseResult result, ByteBuf in) {
        return result == ParseResult.COMPLETE ? " then " + in.readableBytes() : "";
    }
}
