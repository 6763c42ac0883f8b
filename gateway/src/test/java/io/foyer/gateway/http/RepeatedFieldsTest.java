package io.foyer.gateway.http;

import static io.foyer.gateway.http.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection brought before must never show: a head means the same after any other as it does alone. */
final class RepeatedFieldsTest {
    private static final List<AsciiString> COOKIES = Stream.of("foyer-pass", "foyer-ticket", "a", "c35")
            .map(AsciiString::cached)
            .toList();
    private static final String TRACE = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    static Stream<String> accepted() {
        return Stream.concat(
                RequestRefusalTest.accepted(),
                Stream.of(
                        head("GET /a HTTP/1.1", "Host: a", "Upgrade: websocket", "Connection: upgrade"),
                        head("GET /a HTTP/1.0", "Host: a", "Upgrade: websocket", "Connection: upgrade"),
                        head("GET /b HTTP/1.1", "Host: a", "Cookie: a=1; foyer-pass=x;  foyer-ticket=y "),
                        head("GET /b HTTP/1.1", "Host: a", "Cookie: a=1; foyer-pass=z; =; b", "Cookie: foyer-pass=q"),
                        head("GET /c HTTP/1.1", "Host: a", "Cookie: " + manyCookies() + "1"),
                        head("GET /d HTTP/1.1", "Host: a", TRACE),
                        head("GET /d HTTP/1.1", "Host: a", TRACE, "tracestate: a=b"),
                        head("GET /d HTTP/1.1", "Host: a", TRACE, TRACE),
                        head("GET /e HTTP/1.0", "Host: a", "Expect: 100-continue", "Connection: keep-alive")));
    }

    static Stream<String> all() {
        Stream<String> refused = RequestRefusalTest.refused().map(row -> (String) row.get()[2]);
        return Stream.concat(accepted(), refused);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void head_afterAnyOther_isReadAsAlone(String before) {
        for (String wire : all().toList()) {
            assertThat(readAfter(before, wire)).as("%s after %s", wire, before).isEqualTo(read(wire));
        }
    }

    /** The request lines of all, with the fields of one: it is with these that the fields are taken as read. */
    @ParameterizedTest
    @MethodSource("accepted")
    void fields_underAnotherRequestLine_areReadAsAlone(String before) {
        String fields = before.substring(before.indexOf("\r\n", 2));
        for (String other : all().toList()) {
            int lineEnd = other.indexOf("\r\n", 2);
            String wire = (lineEnd < 0 ? other : other.substring(0, lineEnd)) + fields;
            assertThat(readAfter(before, wire)).as("%s after %s", wire, before).isEqualTo(read(wire));
        }
    }

    /** Over HTTP/2 a head that was refused is not the last to be read into its object. */
    @ParameterizedTest
    @MethodSource("accepted")
    void head_afterARefusedOne_isReadAsAlone(String before) {
        List<String> refused =
                RequestRefusalTest.refused().map(row -> (String) row.get()[2]).toList();
        for (String bad : refused) {
            for (String wire : List.of(bad, before, goodLine(before) + fields(bad))) {
                assertThat(readAfter(before, bad, wire))
                        .as("%s after %s after %s", wire, bad, before)
                        .isEqualTo(read(wire));
            }
        }
    }

    @Test
    void fields_ofARefusedHead_areNotTakenForThoseBeforeIt() {
        String before = head("GET /aa HTTP/1.1", "Host: a", "X-Quite-Harmless-Field: PUT");
        String bad = head("GET /%z HTTP/1.1", "Host: a", "X-HTTP-Method-Override: PUT");
        String wire = head("GET /aa HTTP/1.1", "Host: a", "X-HTTP-Method-Override: PUT");

        assertThat(readAfter(before, bad, wire)).isEqualTo(read(wire));
    }

    @Test
    void head_thatComesAgain_isTakenAsRead() {
        RequestHead head = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
        String wire = head("GET /a HTTP/1.1", "Host: a", "Cookie: a=1");
        parser.parse(Wire.bytes(wire), head);
        ByteBuf more = Wire.bytes(wire + "GET");

        assertThat(head.isAgain(more)).isTrue();
        assertThat(parser.parse(more, head)).isEqualTo(ParseResult.COMPLETE);
        assertThat(more.readableBytes()).isEqualTo(3);
        assertThat(head.isAgain(Wire.bytes(wire.replace("a=1", "a=2")))).isFalse();
        assertThat(head.isAgain(Wire.bytes(wire.substring(1)))).isFalse();
    }

    @Test
    void fields_thatComeAgain_areTakenAsRead() {
        RequestHead head = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
        parser.parse(Wire.bytes(head("GET /a HTTP/1.1", "Host: a", "Cookie: a=1")), head);
        parser.parse(Wire.bytes(head("GET /another HTTP/1.1", "Host: a", "Cookie: a=1")), head);

        assertThat(head.beginFields(head.fieldsStart)).isEqualTo(head.fieldsEnd + Grammar.LINE_END_BYTES);
        assertThat(Wire.fields(head)).containsExactly("Host: a", "Cookie: a=1");
    }

    @Test
    void trace_thatWasStartedHere_isAnotherForTheNextRequest() {
        RequestHead head = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
        byte[] first = new byte[TraceContext.ID_CHARS];
        byte[] second = new byte[TraceContext.ID_CHARS];
        for (byte[] id : List.of(first, second)) {
            parser.parse(Wire.bytes(head("GET /a HTTP/1.1", "Host: a")), head);
            assertThat(head.trace().isPresent()).isFalse();
            head.trace().startUnlessThere(100);
            head.trace().putId(id, 0);
        }

        assertThat(first).isNotEqualTo(second);
    }

    private static String manyCookies() {
        return String.join(
                "; ", IntStream.range(0, 36).mapToObj(i -> "c" + i + "=").toList());
    }

    private static String goodLine(String wire) {
        return wire.substring(0, wire.indexOf("\r\n", 2));
    }

    private static String fields(String wire) {
        return wire.contains("\r\n") ? wire.substring(wire.indexOf("\r\n", 2)) : "";
    }

    private static String readAfter(String before, String bad, String wire) {
        RequestHead head = new RequestHead();
        assertThat(new RequestHeadParser(Wire.LIMITS).parse(Wire.bytes(before), head))
                .isEqualTo(ParseResult.COMPLETE);
        new RequestHeadParser(Wire.LIMITS).parse(Wire.bytes(bad), head);
        return read(wire, new RequestHeadParser(Wire.LIMITS), head);
    }

    private static String readAfter(String before, String wire) {
        RequestHead head = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
        assertThat(parser.parse(Wire.bytes(before), head)).isEqualTo(ParseResult.COMPLETE);
        told(parser, ParseResult.COMPLETE, head);
        head.trace().startUnlessThere(0);
        head.cameOverHttp2();
        return read(wire, parser, head);
    }

    private static String read(String wire) {
        return read(wire, new RequestHeadParser(Wire.LIMITS), new RequestHead());
    }

    private static String read(String wire, RequestHeadParser parser, RequestHead head) {
        ByteBuf in = Wire.bytes(wire);
        ParseResult result = parser.parse(in, head);
        return told(parser, result, head) + " then " + in.readableBytes();
    }

    private static String told(RequestHeadParser parser, ParseResult result, RequestHead head) {
        if (result != ParseResult.COMPLETE) {
            return result + " " + parser.refusal() + " " + parser.isPartial(head);
        }
        List<String> cookies = new ArrayList<>();
        for (AsciiString name : COOKIES) {
            head.visitCookies(name, (array, start, end) -> cookies.add(name + "=" + head.text(start, end)));
        }
        String trace = "none";
        if (head.trace().isPresent()) {
            byte[] id = new byte[TraceContext.ID_CHARS];
            head.trace().putId(id, 0);
            trace = new String(id, StandardCharsets.US_ASCII) + head.trace().isContinued();
        }
        return String.join(
                " ",
                List.of(
                        head.protocol(),
                        head.method(),
                        head.target(),
                        head.path(),
                        String.valueOf(head.query()),
                        head.host(),
                        head.authority(),
                        Wire.fields(head).toString(),
                        IntStream.range(0, head.headerCount())
                                .mapToObj(head::kind)
                                .toList()
                                .toString(),
                        head.bodyKind().toString(),
                        Long.toString(head.contentLength()),
                        "" + head.keepAlive() + head.expectContinue() + head.upgradeRequested() + head.isHttp2(),
                        cookies.toString(),
                        trace));
    }
}
