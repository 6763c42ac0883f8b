package io.foyer.gateway.http;

import static io.foyer.gateway.http.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ResponseHeadParserTest {
    private static final String OK = "HTTP/1.1 200 OK";

    @ParameterizedTest(name = "{0} {1} {2} is {3}, kept {4}")
    @CsvSource({
        // RFC 9112 section 6.3
        "GET, HTTP/1.1 200 OK, Content-Length: 5, LENGTH, true",
        "GET, HTTP/1.1 200 OK, Content-Length: 0, LENGTH, true",
        "GET, HTTP/1.1 200 OK, Transfer-Encoding: chunked, CHUNKED, true",
        "GET, HTTP/1.1 200 OK, X: y, UNTIL_CLOSE, false",
        "GET, HTTP/1.0 200 OK, Connection: keep-alive, UNTIL_CLOSE, false",
        "GET, HTTP/1.0 200 OK, Content-Length: 5, LENGTH, false",
        "HEAD, HTTP/1.1 200 OK, Content-Length: 5, NONE, true",
        "HEAD, HTTP/1.1 200 OK, Transfer-Encoding: chunked, NONE, true",
        "HEAD, HTTP/1.1 200 OK, X: y, NONE, true",
        "GET, HTTP/1.1 304 Not Modified, Content-Length: 5, NONE, true",
        "GET, HTTP/1.1 204 No Content, X: y, NONE, true",
        "GET, HTTP/1.1 204 No Content, Content-Length: 0, NONE, true",
        "GET, HTTP/1.1 204 No Content, Content-Length: 5, NONE, false",
        "GET, HTTP/1.1 204 No Content, Transfer-Encoding: chunked, NONE, false",
        "POST, HTTP/1.1 100 Continue, X: y, NONE, true",
        "POST, HTTP/1.1 103 Early Hints, Link: </a>, NONE, true",
        "GET, HTTP/1.1 200 OK, Connection: close, UNTIL_CLOSE, false",
        "GET, HTTP/1.1 204 X, 'Connection: foo, Close', NONE, false",
    })
    void parse_response_isFramed(String method, String line, String field, BodyKind kind, boolean kept) {
        ResponseHead head = Wire.response(head(line, field), method);

        assertThat(head.bodyKind()).isEqualTo(kind);
        assertThat(head.keepAlive()).isEqualTo(kept);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(Refusal.BAD_STATUS_LINE, "SSH-2.0-OpenSSH\r\n"),
                Arguments.of(Refusal.BAD_STATUS_LINE, "<html>"),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/2.0 200 OK")),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/1.1 20 OK")),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/1.1 2000 OK")),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/1.1 099 OK")),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/1.1 600 OK")),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/1.1 200\tOK")),
                Arguments.of(Refusal.BAD_STATUS_LINE, head("HTTP/1.1 200 O\0K")),
                Arguments.of(Refusal.BAD_STATUS_LINE, "\r\n" + head(OK)),
                Arguments.of(Refusal.BAD_STATUS_LINE, "HTTP/1.1 200 " + "a".repeat(300)),
                Arguments.of(Refusal.BARE_LF, "HTTP/1.1 200 OK\nX: y\r\n\r\n"),
                Arguments.of(Refusal.BARE_CR, "HTTP/1.1 200 OK\rX"),
                Arguments.of(Refusal.OBS_FOLD, head(OK, "X: a", " b")),
                Arguments.of(Refusal.SPACE_BEFORE_COLON, head(OK, "X : a")),
                Arguments.of(Refusal.FIELD_VALUE, head(OK, "X: a\0")),
                Arguments.of(Refusal.CONTENT_LENGTH_DUPLICATE, head(OK, "Content-Length: 5", "Content-Length: 5")),
                Arguments.of(Refusal.CONTENT_LENGTH_INVALID, head(OK, "Content-Length: 5, 5")),
                Arguments.of(Refusal.LENGTH_AND_CODING, head(OK, "Content-Length: 5", "Transfer-Encoding: chunked")),
                Arguments.of(Refusal.CODING_IN_1_0, head("HTTP/1.0 200 OK", "Transfer-Encoding: chunked")),
                Arguments.of(Refusal.CODING_UNSUPPORTED, head(OK, "Transfer-Encoding: gzip, chunked")),
                Arguments.of(Refusal.CODING_NOT_FINAL, head(OK, "Transfer-Encoding: gzip")),
                Arguments.of(Refusal.HEAD_TOO_LARGE, head(OK, ("X: " + "a".repeat(200) + "\r\n").repeat(5))),
                Arguments.of(Refusal.UNASKED_SWITCH, head("HTTP/1.1 101 Switching Protocols", "Upgrade: h2c")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void parse_ambiguousResponse_isRefused(Refusal expected, String wire) {
        ResponseHeadParser parser = new ResponseHeadParser(Wire.LIMITS);

        assertThat(parser.parse(Wire.bytes(wire), new ResponseHead(), "GET")).isEqualTo(ParseResult.REFUSED);

        assertThat(parser.refusal()).as(expected.source()).isEqualTo(expected);
    }

    @Test
    void parse_interimThenFinal_areTwoHeads() {
        var in = Wire.bytes(head("HTTP/1.1 100 Continue") + head(OK, "Foyer-Order: none", "foyer-session: end") + "x");
        ResponseHeadParser parser = new ResponseHeadParser(Wire.LIMITS);
        ResponseHead head = new ResponseHead();

        assertThat(parser.parse(in, head, "POST")).isEqualTo(ParseResult.COMPLETE);
        assertThat(head.isInterim()).isTrue();
        assertThat(head.foyerOrder()).isNull();
        assertThat(parser.parse(in, head, "POST")).isEqualTo(ParseResult.COMPLETE);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.foyerOrder()).isEqualTo("none");
        assertThat(head.foyerSession()).isEqualTo("end");
        assertThat(in.readableBytes()).isEqualTo(1);
    }

    @Test
    void parse_noReason_isAccepted() {
        assertThat(Wire.response(head("HTTP/1.1 200"), "GET").reason()).isEmpty();
        assertThat(Wire.response(head("HTTP/1.1 200 "), "GET").reason()).isEmpty();
        assertThat(Wire.response(head("HTTP/1.1 404 Nicht da \u00e9"), "GET").reason())
                .isEqualTo("Nicht da \u00e9");
    }
}
