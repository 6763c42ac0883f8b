package io.foyer.gateway.http;

import static io.foyer.gateway.http.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the head with a head that breaks it and, next to it, the closest one that does not. */
final class RequestRefusalTest {
    private static final String GET = "GET / HTTP/1.1";
    private static final String HOST = "Host: a";

    static Stream<Arguments> refused() {
        return Stream.of(
                row("RFC 9112 2.2", Refusal.BARE_LF, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                row("RFC 9112 2.2", Refusal.BARE_LF, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
                row("RFC 9112 2.2", Refusal.BARE_LF, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                row("RFC 9112 2.2", Refusal.BARE_LF, "GET /\n"),
                row("RFC 9112 2.2", Refusal.BARE_CR, "GET / HTTP/1.1\rHost: a\r\n\r\n"),
                row("RFC 9112 2.2", Refusal.BARE_CR, head(GET, "Host: a\rX: b")),
                row("RFC 9112 2.2", Refusal.BARE_CR, "GET / HTTP/1.1\r\nHost: a\r\n\rX"),
                row("RFC 9112 2.2", Refusal.BARE_CR, "\rGET / HTTP/1.1\r\n"),
                row("RFC 9112 2.2, once", Refusal.BAD_METHOD, "\r\n\r\n" + head(GET, HOST)),
                row("CVE-2026-50020", Refusal.BAD_METHOD, "\0" + head(GET, HOST)),
                row("CVE-2026-50020", Refusal.BAD_METHOD, " " + head(GET, HOST)),
                row("RFC 8446 5.1: TLS on a plain port", Refusal.BAD_METHOD, "\026\003\001\002\0"),
                row("RFC 9112 3", Refusal.BAD_METHOD, head("GE(T / HTTP/1.1", HOST)),
                row("RFC 9110 9.1", Refusal.METHOD_UNKNOWN, head("get / HTTP/1.1", HOST)),
                row("RFC 9110 9.1", Refusal.METHOD_UNKNOWN, head("Post / HTTP/1.1", HOST)),
                row("RFC 9110 9.1, 32 bytes", Refusal.BAD_METHOD, "A".repeat(33) + " / HTTP/1.1\r\n"),
                row("RFC 9110 9.3.6", Refusal.CONNECT, head("CONNECT a:443 HTTP/1.1", HOST)),
                row("RFC 9110 9.3.8", Refusal.TRACE, head("TRACE / HTTP/1.1", HOST)),
                row("RFC 9112 3.2.4", Refusal.ASTERISK, head("OPTIONS * HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.TARGET_FORM, head("GET orders HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.TARGET_FORM, head("GET *x HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.TARGET_FORM, head("GET ftp://a/ HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.BAD_TARGET, head("GET /a#b HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.BAD_TARGET, head("GET /\u00e9 HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.BAD_TARGET, head("GET /?q=\u00e9 HTTP/1.1", HOST)),
                row("RFC 9112 3.2", Refusal.BAD_TARGET, head("GET /\0 HTTP/1.1", HOST)),
                row("RFC 9112 3.2.2", Refusal.AUTHORITY_MISMATCH, head("GET http://b/ HTTP/1.1", HOST)),
                row("RFC 9112 3.2.2", Refusal.AUTHORITY_MISMATCH, head("GET http://a:81/ HTTP/1.1", HOST)),
                row("RFC 9110 4.2.4 user info", Refusal.AUTHORITY_MISMATCH, head("GET http://u@a/ HTTP/1.1", HOST)),
                row("RFC 9112 3", Refusal.BAD_REQUEST_LINE, head("GET  / HTTP/1.1", HOST)),
                row("RFC 9112 3", Refusal.BAD_TARGET, head("GET\t/ HTTP/1.1", HOST), Refusal.BAD_METHOD),
                row("RFC 9112 3", Refusal.BAD_VERSION, head("GET /  HTTP/1.1", HOST)),
                row("RFC 9112 3", Refusal.BAD_VERSION, head("GET / HTTP/1.1 ", HOST)),
                row("RFC 9112 3, HTTP/0.9", Refusal.BAD_REQUEST_LINE, "GET /\r\n"),
                row("RFC 9112 2.3", Refusal.BAD_VERSION, head("GET / http/1.1", HOST)),
                row("RFC 9112 2.3", Refusal.BAD_VERSION, head("GET / HTTP/1.10", HOST)),
                row("RFC 9110 15.6.6", Refusal.VERSION_UNSUPPORTED, head("GET / HTTP/1.2", HOST)),
                row("RFC 9110 15.6.6", Refusal.VERSION_UNSUPPORTED, head("GET / HTTP/2.0", HOST)),
                row("RFC 9110 15.6.6", Refusal.VERSION_UNSUPPORTED, head("GET / HTTP/0.9", HOST)),
                row("RFC 9113 3.4", Refusal.HTTP2_PREFACE, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                row("RFC 9112 3", Refusal.LINE_TOO_LONG, "GET /" + "a".repeat(300)),
                row("RFC 9112 5.2", Refusal.OBS_FOLD, head(GET, HOST, "X: a", " b")),
                row("RFC 9112 5.2", Refusal.OBS_FOLD, head(GET, " Host: a")),
                row("RFC 9112 5.1", Refusal.SPACE_BEFORE_COLON, head(GET, HOST, "Content-Length : 5")),
                row("RFC 9112 5.1", Refusal.SPACE_BEFORE_COLON, head(GET, HOST, "Transfer-Encoding\t: chunked")),
                row("RFC 9110 5.1", Refusal.FIELD_NAME, head(GET, HOST, ": a")),
                row("RFC 9110 5.1", Refusal.FIELD_NAME, head(GET, HOST, "X(: a")),
                row("RFC 9110 5.1", Refusal.FIELD_NAME, head(GET, HOST, "X\u00e9: a")),
                row("RFC 9110 5.1", Refusal.FIELD_NAME, head(GET, HOST, "X\0: a")),
                row("RFC 9110 5.1", Refusal.FIELD_NAME, head(GET, HOST, "nocolon")),
                row("RFC 9110 5.5", Refusal.FIELD_VALUE, head(GET, HOST, "X: a\0b")),
                row("RFC 9110 5.5", Refusal.FIELD_VALUE, head(GET, HOST, "X: \u001b[2J")),
                row("RFC 9110 5.5", Refusal.FIELD_VALUE, head(GET, HOST, "X: a\u007f")),
                row("RFC 6585 5", Refusal.FIELD_TOO_LONG, head(GET, HOST, "X: " + "a".repeat(300))),
                row("RFC 6585 5", Refusal.FIELD_TOO_LONG, head(GET, HOST, "X".repeat(300) + ": a")),
                row("RFC 6585 5", Refusal.HEAD_TOO_LARGE, head(GET, HOST, lines("X: " + "a".repeat(200), 5))),
                row("RFC 6585 5", Refusal.TOO_MANY_FIELDS, head(GET, HOST, lines("X: a", 16))),
                row("RFC 9112 3.2", Refusal.HOST_MISSING, head(GET, "X: a")),
                row(
                        "stricter than RFC 9112 3.2: no shop is named",
                        Refusal.HOST_MISSING,
                        head("GET / HTTP/1.0", "X: a")),
                row("RFC 9112 3.2", Refusal.HOST_DUPLICATE, head(GET, HOST, HOST)),
                row("RFC 9112 3.2", Refusal.HOST_DUPLICATE, head(GET, HOST, "host: b")),
                row(
                        "RFC 9112 6.3, CVE-2019-20445",
                        Refusal.CONTENT_LENGTH_DUPLICATE,
                        head("POST / HTTP/1.1", HOST, "Content-Length: 5", "Content-Length: 6")),
                row(
                        "stricter than RFC 9112 6.3",
                        Refusal.CONTENT_LENGTH_DUPLICATE,
                        head("POST / HTTP/1.1", HOST, "Content-Length: 5", "Content-Length: 5")),
                row(
                        "RFC 9112 6.3, CVE-2021-21295",
                        Refusal.LENGTH_AND_CODING,
                        head("POST / HTTP/1.1", HOST, "Content-Length: 5", "Transfer-Encoding: chunked")),
                row(
                        "RFC 9112 6.3, CVE-2021-21295",
                        Refusal.LENGTH_AND_CODING,
                        head("POST / HTTP/1.1", HOST, "Transfer-Encoding: chunked", "Content-Length: 5")),
                row(
                        "RFC 9112 6.1, CVE-2026-42581",
                        Refusal.CODING_IN_1_0,
                        head("POST / HTTP/1.0", HOST, "Transfer-Encoding: chunked")),
                row("RFC 9112 6.3", Refusal.CODING_NOT_FINAL, coding("chunked, gzip")),
                row("RFC 9112 6.3", Refusal.CODING_NOT_FINAL, coding("identity")),
                row("RFC 9112 6.3", Refusal.CODING_NOT_FINAL, coding("")),
                row("CVE-2019-16869 class", Refusal.CODING_NOT_FINAL, coding("\u000bchunked"), Refusal.FIELD_VALUE),
                row("RFC 9112 6.1", Refusal.CODING_NOT_FINAL, coding("chunked\r\nTransfer-Encoding: chunked")),
                row("RFC 9112 6.1", Refusal.CODING_UNSUPPORTED, coding("gzip, chunked")),
                row("CVE-2026-42584", Refusal.CODING_UNSUPPORTED, coding("xchunked")),
                row("CVE-2026-42584", Refusal.CODING_UNSUPPORTED, coding("\"chunked")),
                row("RFC 9110 7.6.1", Refusal.CONNECTION_INVALID, head(GET, HOST, "Connection: close; x")),
                row("RFC 9110 7.6.1", Refusal.CONNECTION_INVALID, head(GET, HOST, "Connection: a b")),
                row("RFC 9110 10.1.1", Refusal.EXPECTATION, head(GET, HOST, "Expect: 200-ok")),
                row("path rules are in CanonicalPathTest", Refusal.PATH_SLASH, head("GET /a%2fb HTTP/1.1", HOST)));
    }

    static Stream<String> badLengths() {
        return Stream.of("", "+5", "-5", "5,5", "5, 5", "0x5", "5 5", "5\t5", "1".repeat(19), "5;", "\u00b2");
    }

    static Stream<String> badHosts() {
        return Stream.of(
                "",
                " ",
                "a b",
                "a,b",
                "a/b",
                "a@b",
                "a:b",
                "a:",
                "a:0",
                "a:65536",
                "a:123456",
                ":80",
                ".",
                "a..b",
                ".a",
                "a%41",
                "a\\b",
                "http://a",
                "[::1",
                "::1",
                "[]",
                "[:]",
                "[:::]",
                "[1::2::3]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[12345::]",
                "[::1%25eth0]",
                "[v1.a]",
                "[::1]a",
                "[::256.1.1.1]",
                "[::1.2.3]",
                "[1:]",
                "a".repeat(263),
                "\u00e4");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void parse_brokenRule_isRefused(String source, Refusal expected, String wire) {
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);

        assertThat(parser.parse(Wire.bytes(wire), new RequestHead())).as(wire).isEqualTo(ParseResult.REFUSED);

        assertThat(parser.refusal()).as(source).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("badLengths")
    void parse_lengthThatIsNoNumber_isRefused(String value) {
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);

        parser.parse(Wire.bytes(head("POST / HTTP/1.1", HOST, "Content-Length: " + value)), new RequestHead());

        assertThat(parser.refusal()).isEqualTo(Refusal.CONTENT_LENGTH_INVALID);
    }

    @ParameterizedTest
    @MethodSource("badHosts")
    void parse_hostOutsideTheGrammar_isRefused(String value) {
        RequestHeadParser parser = new RequestHeadParser(new HeadLimits(512, 1024, 16));

        parser.parse(Wire.bytes(head(GET, "Host: " + value)), new RequestHead());

        assertThat(parser.refusal()).isEqualTo(Refusal.HOST_INVALID);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void parse_closestValidHead_isComplete(String wire) {
        RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);

        assertThat(parser.parse(Wire.bytes(wire), new RequestHead()))
                .as("%s: %s", parser.refusal(), wire)
                .isEqualTo(ParseResult.COMPLETE);
    }

    static Stream<String> accepted() {
        return Stream.of(
                head(GET, HOST),
                "\r\n" + head(GET, HOST),
                head("M-SEARCH / HTTP/1.1", HOST),
                head("A".repeat(32) + " / HTTP/1.1", HOST),
                head("OPTIONS /a HTTP/1.1", HOST),
                head("GET http://A/x HTTP/1.1", HOST),
                head("GET https://a:443?x HTTP/1.1", "Host: a:443"),
                head("GET /?a=b?c\\d|e[]&'\"{}<>^`%zz%2f HTTP/1.1", HOST),
                head("GET / HTTP/1.0", HOST),
                head("GET /" + "a".repeat(256 - 16) + " HTTP/1.1", HOST),
                head(GET, HOST, "X: a\tb \u00e9\u0080"),
                head(GET, HOST, "X:"),
                head(GET, HOST, "X: \t "),
                head(GET, HOST, "!#$%&'*+.^_`|~: a"),
                head(GET, HOST, "X: " + "a".repeat(256 - 5)),
                head(GET, HOST, lines("X: a", 15)),
                head("POST / HTTP/1.1", HOST, "Content-Length: 0"),
                head("POST / HTTP/1.1", HOST, "Content-Length:  00000000000000005 "),
                head("POST / HTTP/1.1", HOST, "Content-Length: " + "9".repeat(18)),
                coding("chunked"),
                coding("Chunked"),
                head(GET, HOST, "Connection: , close ,,x"),
                head(GET, HOST, "Expect: 100-Continue"),
                head(GET, "Host: a.b-c_d.example.:65535"),
                head(GET, "Host: 127.0.0.1"),
                head(GET, "Host: [::1]:80"),
                head(GET, "Host: [::]"),
                head(GET, "Host: [1::]"),
                head(GET, "Host: [1:2:3:4:5:6:7:8]"),
                head(GET, "Host: [::ffff:1.2.3.4]"),
                head(GET, "Host: [1:2:3:4:5:6:1.2.3.4]"));
    }

    @Test
    void table_everyRefusalOfAHead_hasARow() {
        Set<Refusal> shown = refused().map(row -> (Refusal) row.get()[1]).collect(Collectors.toSet());
        Set<Refusal> expected = EnumSet.range(Refusal.BAD_METHOD, Refusal.EXPECTATION);
        expected.removeAll(List.of(Refusal.HOST_INVALID, Refusal.CONTENT_LENGTH_INVALID));

        assertThat(shown)
                .as("a rule without a test is a rule that may not work")
                .containsAll(expected);
    }

    private static String coding(String value) {
        return head("POST / HTTP/1.1", HOST, "Transfer-Encoding: " + value);
    }

    private static String lines(String line, int times) {
        return (line + "\r\n").repeat(times - 1) + line;
    }

    private static Arguments row(String source, Refusal expected, String wire) {
        return arguments(source, expected, wire);
    }

    /** For bytes that an earlier rule catches: what is shown is that they do not get to the rule they aim at. */
    private static Arguments row(String source, Refusal aimedAt, String wire, Refusal caughtBy) {
        return arguments(source + " (aimed at " + aimedAt + ")", caughtBy, wire);
    }
}
