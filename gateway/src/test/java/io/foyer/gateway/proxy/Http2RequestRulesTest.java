package io.foyer.gateway.proxy;

import static io.foyer.gateway.proxy.Http2Bed.GET;
import static io.foyer.gateway.proxy.Http2Bed.POST;
import static io.foyer.gateway.proxy.Http2Bed.but;
import static io.foyer.gateway.proxy.Http2Bed.with;
import static io.foyer.gateway.proxy.Http2Bed.without;
import static io.foyer.gateway.proxy.RawHttp2.END_HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.END_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.ListenerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that HTTP/2 forbids or that are no requests for a shop, over sockets: what the buyer is told, that the connection goes
 * on, and that nothing of it reached the shop. {@link Http2PassTest} has the positive controls.
 */
class Http2RequestRulesTest {
    private static final String MALFORMED = "RST PROTOCOL_ERROR";

    private Http2Bed bed;

    @BeforeEach
    void open() {
        bed = new Http2Bed();
    }

    @AfterEach
    void close() throws IOException {
        bed.close();
    }

    /** @param rule the section or advisory it stands for */
    record Case(String rule, String what, String outcome, Consumer<RawHttp2> sends) {
        @Override
        public String toString() {
            return rule + ": " + what;
        }
    }

    private static Case malformed(String rule, String what, String... fields) {
        return new Case(rule, what, MALFORMED, client -> client.get(1, fields));
    }

    private static Case malformedBody(String rule, String what, Consumer<RawHttp2> sends) {
        return new Case(rule, what, MALFORMED, sends);
    }

    private static Case refused(String rule, String what, int status, String... fields) {
        return new Case(rule, what, Integer.toString(status), client -> client.get(1, fields));
    }

    static List<Case> fields() {
        return List.of(
                malformed("RFC 9113 8.2.1", "name in upper case", with(GET, "X-A", "b")),
                malformed("RFC 9113 8.2.1", "name with a space", with(GET, "x a", "b")),
                malformed("RFC 9113 8.2.1", "name is empty", with(GET, "", "b")),
                malformed("RFC 9113 8.2.1", "name with a colon", with(GET, "x:a", "b")),
                malformed("RFC 9113 8.2.1", "name with CRLF", with(GET, "x\r\nhost", "b")),
                malformed("RFC 9113 8.2.1", "name with NUL", with(GET, "x\0a", "b")),
                malformed("RFC 9113 8.2.1", "name with DEL", with(GET, "x\u007fa", "b")),
                malformed("RFC 9113 8.2.1", "name outside ASCII", with(GET, "x\u0080a", "b")),
                malformed("RFC 9113 8.2.1", "value with CR", with(GET, "x", "a\rb")),
                malformed("RFC 9113 8.2.1", "value with LF", with(GET, "x", "a\nb")),
                malformed("RFC 9113 8.2.1", "value with NUL", with(GET, "x", "a\0b")),
                malformed("RFC 9113 8.2.1", "value that is a line more", with(GET, "x", "a\r\nfoyer-number: 1")),
                malformed(
                        "RFC 9113 8.2.1",
                        "value that is a request more",
                        with(GET, "x", "\r\n\r\nGET /x HTTP/1.1\r\n")),
                malformed("RFC 9113 8.2.1", "cookie with CRLF", with(GET, "cookie", "a=b\r\nx: y")),
                malformed("RFC 9113 8.2.1", "value with a space before", with(GET, "x", " a")),
                malformed("RFC 9113 8.2.1", "value with a tab behind", with(GET, "x", "a\t")),
                malformed("RFC 9113 8.2.2", "connection", with(GET, "connection", "close")),
                malformed("RFC 9113 8.2.2", "keep-alive", with(GET, "keep-alive", "timeout=1")),
                malformed("RFC 9113 8.2.2", "proxy-connection", with(GET, "proxy-connection", "close")),
                malformed("RFC 9113 8.2.2", "upgrade", with(GET, "upgrade", "h2c")),
                malformed("RFC 9113 8.2.2", "transfer-encoding", with(GET, "transfer-encoding", "chunked")),
                malformed(
                        "RFC 9113 8.2.2",
                        "transfer-encoding, hidden",
                        with(GET, "transfer-encoding", "identity, chunked")),
                malformed("RFC 9113 8.2.2", "te other than trailers", with(GET, "te", "gzip, trailers")));
    }

    static List<Case> pseudoFields() {
        return List.of(
                malformed(
                        "RFC 9113 8.3", "pseudo-header after a field", with(without(":path"), "x", "a", ":path", "/")),
                malformed("RFC 9113 8.3", "unknown pseudo-header", with(new String[] {":foo", "a"}, GET)),
                malformed("RFC 9113 8.3", ":status in a request", with(GET, ":status", "200")),
                malformed("RFC 8441 4", ":protocol that was not offered", with(GET, ":protocol", "websocket")),
                malformed("RFC 9113 8.3", ":method twice", with(GET, ":method", "GET")),
                malformed("RFC 9113 8.3", ":path twice", with(GET, ":path", "/admin")),
                malformed("RFC 9113 8.3", ":scheme twice", with(GET, ":scheme", "http")),
                malformed("RFC 9113 8.3", ":authority twice", with(GET, ":authority", "other.example")),
                malformed("RFC 9113 8.3.1", "no :method", without(":method")),
                malformed("RFC 9113 8.3.1", "no :path", without(":path")),
                malformed("RFC 9113 8.3.1", "no :scheme", without(":scheme")),
                malformed("RFC 9113 8.3.1", ":path is empty", but(":path", "")),
                malformed("RFC 9113 8.3.1", ":path is a URL", but(":path", "http://other.example/")),
                malformed("RFC 9113 8.3.1", ":path without its slash", but(":path", "admin")),
                malformed("CVE-2021-33193", ":path with a space", but(":path", "/a HTTP/1.1")),
                malformed("CVE-2026-48043", ":path with CRLF", but(":path", "/a HTTP/1.1\r\nX: y")),
                malformed("RFC 3986 3.3", ":path outside ASCII", but(":path", "/\u00e9")),
                malformed("RFC 9113 8.3.1", ":path with a fragment", but(":path", "/a#b")),
                malformed("CVE-2021-33193", ":method with a space", but(":method", "GET /admin HTTP/1.1")),
                malformed("RFC 9110 9.1", ":method is empty", but(":method", "")),
                malformed("RFC 9113 8.3.1", ":method with CRLF", but(":method", "GET\r\n")),
                malformed("RFC 9113 8.3.1", ":scheme that is not http", but(":scheme", "ftp")),
                malformed("CVE-2021-41773", ":scheme with a line more", but(":scheme", "http\r\nx: y")),
                malformed("RFC 9113 8.3.1", ":authority with CRLF", but(":authority", "arena.example\r\nx: y")),
                malformed("RFC 9113 8.3.1", ":authority and Host differ", with(GET, "host", "other.example")),
                malformed("RFC 9112 3.2", "Host twice", with(without(":authority"), "host", "a", "host", "a")),
                malformed("RFC 9113 8.5", "CONNECT with a path", but(":method", "CONNECT")),
                malformed("RFC 9113 8.5", "CONNECT to nowhere", ":method", "CONNECT"));
    }

    static List<Case> bodies() {
        return List.of(
                malformed("RFC 9113 8.1.1", "length without a body", with(POST, "content-length", "1")),
                malformed("RFC 9110 8.6", "length is no number", with(POST, "content-length", "0x0")),
                malformed("RFC 9110 8.6", "length with a sign", with(POST, "content-length", "+0")),
                malformed("RFC 9110 8.6", "length is a list", with(POST, "content-length", "0, 0")),
                malformed("RFC 9110 8.6", "length of too many digits", with(POST, "content-length", "0".repeat(19))),
                malformed("RFC 9110 8.6", "length twice", with(POST, "content-length", "0", "content-length", "0")),
                malformedBody(
                        "RFC 9113 8.1.1",
                        "body longer than said",
                        client -> client.post(1, with(POST, "content-length", "2"))
                                .data(1, END_STREAM, "abc")),
                malformedBody(
                        "RFC 9113 8.1.1",
                        "body shorter than said",
                        client -> client.post(1, with(POST, "content-length", "9"))
                                .data(1, END_STREAM, "abc")),
                malformedBody(
                        "RFC 9113 8.1.1",
                        "body shorter than said, with trailers",
                        client -> client.post(1, with(POST, "content-length", "9"))
                                .data(1, 0, "abc")
                                .frame(HEADERS, END_HEADERS | END_STREAM, 1, block("x", "y"))),
                malformedBody(
                        "RFC 9113 8.1",
                        "trailers that end nothing",
                        client -> client.post(1, POST).frame(HEADERS, END_HEADERS, 1, block("x", "y"))),
                malformedBody(
                        "RFC 9113 8.1",
                        "pseudo-header in trailers",
                        client -> client.post(1, POST)
                                .frame(HEADERS, END_HEADERS | END_STREAM, 1, block(":path", "/admin"))),
                malformedBody(
                        "RFC 9113 8.2.2",
                        "connection field in trailers",
                        client -> client.post(1, POST)
                                .frame(HEADERS, END_HEADERS | END_STREAM, 1, block("transfer-encoding", "chunked"))));
    }

    static List<Case> refusals() {
        return List.of(
                refused("RFC 9113 8.5", "CONNECT", 501, ":method", "CONNECT", ":authority", "arena.example:443"),
                refused("RFC 9110 9.3.8", "TRACE", 501, but(":method", "TRACE")),
                refused("RFC 9110 9.1", "method in lower case", 501, but(":method", "get")),
                refused("RFC 9112 3.2.4", "asterisk", 400, but(":path", "*")),
                refused("RFC 9113 8.3.1", "no authority", 400, without(":authority")),
                refused("RFC 9113 8.3.1", "authority with a user", 400, but(":authority", "admin@arena.example")),
                refused("RFC 9110 7.2", "authority with a space", 400, but(":authority", "arena.example x")),
                refused("CVE-2021-41773", "escaped slash", 400, but(":path", "/a%2fb")),
                refused("RFC 3986 7.3", "escaped NUL", 400, but(":path", "/a%00")),
                refused("CVE-2021-42013", "escaped twice", 400, but(":path", "/%252e%252e/")),
                refused("CVE-2018-11759", "hidden dots", 400, but(":path", "/..;/admin")),
                refused("RFC 9110 5.1", "name that is no token", 400, with(GET, "x(a", "b")),
                refused("RFC 9110 5.5", "value with a control byte", 400, with(GET, "x", "a\u0001b")),
                refused("RFC 9110 10.1.1", "strange expectation", 417, with(GET, "expect", "the-best")),
                refused("RFC 6585 5", "too many fields", 431, with(GET, many(130))),
                refused(
                        "RFC 6585 5",
                        "too large fields",
                        431,
                        with(GET, "x", "a".repeat(12_000), "y", "b".repeat(6_000))),
                refused("RFC 6585 5", "too large a field", 431, with(GET, "x", "a".repeat(9_000))));
    }

    private static String[] many(int count) {
        String[] fields = new String[2 * count];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = "x";
        }
        return fields;
    }

    @ParameterizedTest
    @MethodSource({"fields", "pseudoFields", "refusals"})
    void request_isRefused_andNothingOfItReachesTheShop(Case each) {
        try (RawHttp2 client = bed.client().hello()) {
            each.sends().accept(client);
            assertThat(client.outcome(1)).isEqualTo(each.outcome());
            bed.expectGoesOn(client);
        }
    }

    /** The head was good, so the shop may have it; what counts is that its request never becomes complete. */
    @ParameterizedTest
    @MethodSource("bodies")
    void body_thatIsNotAsSaid_neverBecomesARequest(Case each) {
        RawClient server = keptConnection();
        try (RawHttp2 client = bed.client().hello()) {
            each.sends().accept(client);
            assertThat(client.outcome(1)).isEqualTo(each.outcome());
            client.get(101, GET);
            String head = server.head();
            if (!head.startsWith("GET")) {
                assertThat(server.restOrReset()).doesNotContain("\r\n0\r\n");
                server = bed.shop.accepted();
                head = server.head();
            }
            assertThat(head).startsWith("GET / HTTP/1.1\r\n");
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(client.outcome(101)).isEqualTo("204");
        }
    }

    /** One that the next request will use. */
    private RawClient keptConnection() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            client.outcome(1);
            return server;
        }
    }

    @Test
    void body_overTheLimit_is413() {
        var limits = bed.settings.limits;
        bed.settings.limits = new ListenerConfig.Limits(
                10, 16 * 1024, limits.headerTimeout(), limits.idle(), limits.bodyTimeout(), 1000);
        try (RawHttp2 client = bed.client().hello()) {
            client.post(1, with(POST, "content-length", "1001"));
            assertThat(client.outcome(1)).isEqualTo("413");
            client.post(3, POST).data(3, 0, "x".repeat(1001));
            assertThat(client.outcome(3)).isEqualTo("413");
        }
    }

    @Test
    void table_coversTheRules() {
        Map<String, Integer> rules = new TreeMap<>();
        List.of(fields(), pseudoFields(), bodies(), refusals())
                .forEach(group -> group.forEach(each -> rules.merge(each.rule(), 1, Integer::sum)));

        assertThat(rules.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(60);
    }
}
