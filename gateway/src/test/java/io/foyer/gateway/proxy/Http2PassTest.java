package io.foyer.gateway.proxy;

import static io.foyer.gateway.proxy.Http2Bed.GET;
import static io.foyer.gateway.proxy.Http2Bed.OURS;
import static io.foyer.gateway.proxy.Http2Bed.POST;
import static io.foyer.gateway.proxy.Http2Bed.but;
import static io.foyer.gateway.proxy.Http2Bed.with;
import static io.foyer.gateway.proxy.Http2Bed.without;
import static io.foyer.gateway.proxy.RawHttp2.CONTINUATION;
import static io.foyer.gateway.proxy.RawHttp2.DATA;
import static io.foyer.gateway.proxy.RawHttp2.END_HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.END_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.PADDED;
import static io.foyer.gateway.proxy.RawHttp2.PRIORITY;
import static io.foyer.gateway.proxy.RawHttp2.WITH_PRIORITY;
import static io.foyer.gateway.proxy.RawHttp2.block;
import static io.foyer.gateway.proxy.RawHttp2.hex;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.proxy.RawHttp2.Frame;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are unusual but good: exactly what the shop gets of them, and what the buyer gets back. */
class Http2PassTest {
    private static final String HOST = " HTTP/1.1\r\nHost: arena.example\r\n";

    private Http2Bed bed;

    @BeforeEach
    void open() {
        bed = new Http2Bed();
    }

    @AfterEach
    void close() throws IOException {
        bed.close();
    }

    /** @param arrives all that the shop gets */
    record Case(String rule, String what, Consumer<RawHttp2> sends, String arrives) {
        @Override
        public String toString() {
            return rule + ": " + what;
        }
    }

    private static Case get(String rule, String what, String arrives, String... fields) {
        return new Case(rule, what, client -> client.get(1, fields), arrives);
    }

    private static Case post(String rule, String what, String arrives, Consumer<RawHttp2> sends) {
        return new Case(rule, what, sends, arrives);
    }

    static List<Case> good() {
        String plain = "GET /" + HOST + OURS;
        byte[] whole = block(GET);
        return List.of(
                get("RFC 9113 8.3.1", "a plain request", plain, GET),
                get(
                        "RFC 9113 8.3.1",
                        "Host in place of :authority",
                        plain,
                        with(without(":authority"), "host", "arena.example")),
                get("RFC 9113 8.3.1", "Host that repeats :authority", plain, with(GET, "host", "Arena.example")),
                get("RFC 9113 8.3.1", "https through a terminator", plain, but(":scheme", "https")),
                get("RFC 9113 8.2.2", "te: trailers, which ends here", plain, with(GET, "te", "trailers")),
                get(
                        "RFC 9113 8.2.3",
                        "crumbs of a cookie",
                        "GET /" + HOST + "cookie: a=b; c=d\r\n" + OURS,
                        with(GET, "cookie", "a=b", "cookie", "c=d")),
                get(
                        "RFC 3986 6.2.2",
                        "a path in another spelling",
                        "GET /a/c?d=%2f" + HOST + OURS,
                        but(":path", "/a//b/../%63?d=%2f")),
                get(
                        "RFC 9110 7.6.3",
                        "fields that are ours to say",
                        plain,
                        with(GET, "x-forwarded-for", "6.6.6.6", "foyer-number", "1", "x-forwarded-proto", "https")),
                get("CVE-2020-11724", "a name with an underscore", plain, with(GET, "foyer_number", "1")),
                get("RFC 9110 5.5", "an empty value", "GET /" + HOST + "x: \r\n" + OURS, with(GET, "x", "")),
                get(
                        "RFC 9110 5.5",
                        "a value outside ASCII",
                        "GET /" + HOST + "x: \u00e9\r\n" + OURS,
                        with(GET, "x", "\u00e9")),
                post(
                        "RFC 9113 6.2",
                        "padded headers",
                        plain,
                        client -> client.frame(
                                HEADERS, END_HEADERS | END_STREAM | PADDED, 1, joined(hex("03"), whole, new byte[3]))),
                post(
                        "RFC 9113 6.2",
                        "headers with a priority",
                        plain,
                        client -> client.frame(
                                HEADERS,
                                END_HEADERS | END_STREAM | WITH_PRIORITY,
                                1,
                                joined(hex("0000000010"), whole))),
                post(
                        "RFC 9113 6.10",
                        "a head in pieces",
                        plain,
                        client -> client.frame(HEADERS, END_STREAM, 1, Arrays.copyOf(whole, 5))
                                .frame(CONTINUATION, 0, 1, new byte[0])
                                .frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(whole, 5, whole.length))),
                post(
                        "RFC 9113 6.3",
                        "a priority for a stream to come",
                        plain,
                        client ->
                                client.frame(PRIORITY, 0, 1, hex("0000000010")).get(1, GET)),
                post(
                        "RFC 9113 5.5",
                        "frames of unknown kinds",
                        plain,
                        client -> client.frame(0xbe, 0xff, 1, hex("00")).get(1, GET)),
                post(
                        "RFC 9110 8.6",
                        "a POST without a body",
                        "POST /o" + HOST + "Content-Length: 0\r\n" + OURS,
                        client -> client.get(1, POST)),
                post(
                        "RFC 9113 8.1.1",
                        "a body of a stated length",
                        "POST /o" + HOST + "Content-Length: 3\r\n" + OURS + "abc",
                        client -> client.post(1, with(POST, "content-length", "3"))
                                .data(1, END_STREAM, "abc")),
                post(
                        "RFC 9113 8.1",
                        "a body of unknown length",
                        "POST /o" + HOST + "Transfer-Encoding: chunked\r\n" + OURS + "3\r\nabc\r\n0\r\n\r\n",
                        client -> client.post(1, POST).data(1, 0, "abc").data(1, END_STREAM, "")),
                post(
                        "RFC 9113 6.1",
                        "padded data",
                        "POST /o" + HOST + "Content-Length: 3\r\n" + OURS + "abc",
                        client -> client.post(1, with(POST, "content-length", "3"))
                                .frame(
                                        DATA,
                                        END_STREAM | PADDED,
                                        1,
                                        joined(hex("05"), "abc".getBytes(US_ASCII), new byte[5]))),
                post(
                        "RFC 9113 8.1",
                        "trailers",
                        "POST /o" + HOST + "Transfer-Encoding: chunked\r\n" + OURS + "3\r\nabc\r\n0\r\nx: y\r\n\r\n",
                        client -> client.post(1, POST)
                                .data(1, 0, "abc")
                                .frame(HEADERS, END_HEADERS | END_STREAM, 1, block("x", "y"))),
                post(
                        "RFC 9110 6.5.1",
                        "trailers that no shop may believe",
                        "POST /o" + HOST + "Transfer-Encoding: chunked\r\n" + OURS + "3\r\nabc\r\n0\r\n\r\n",
                        client -> client.post(1, POST)
                                .data(1, 0, "abc")
                                .frame(
                                        HEADERS,
                                        END_HEADERS | END_STREAM,
                                        1,
                                        block("foyer-number", "1", "cookie", "a=b"))));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("good")
    void request_passes_exactlyAsExpected(Case each) {
        try (RawHttp2 client = bed.client().hello()) {
            each.sends().accept(client);
            RawClient server = bed.shop.accepted();
            assertThat(server.bytes(each.arrives().length())).isEqualTo(each.arrives());
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Shop: 1\r\nConnection: close\r\n\r\nok");
            Frame head = client.next(HEADERS);
            assertThat(client.fields(head).toString())
                    .contains(":status: 200", "x-shop: 1", "content-length: 2")
                    .doesNotContain("connection");
            Frame data = client.next(DATA);
            assertThat(data.text()).isEqualTo("ok");
            assertThat(data.has(END_STREAM)).isTrue();
            assertThat(server.restOrReset())
                    .as("nothing more may reach the shop")
                    .isEmpty();
        }
    }

    @Test
    void head_getsTheLengthAndNoData() {
        try (RawHttp2 client = bed.client().hello().get(1, but(":method", "HEAD"))) {
            RawClient server = bed.shop.accepted();
            assertThat(server.head()).startsWith("HEAD / ");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            Frame head = client.next(HEADERS);
            assertThat(head.has(END_STREAM)).isTrue();
            assertThat(client.fields(head).get("content-length")).hasToString("5");
        }
    }

    @Test
    void interimResponses_passInOrder() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
            Http2Headers hints = client.fields(client.next(HEADERS));
            assertThat(hints.status()).hasToString("103");
            assertThat(hints.get("link")).hasToString("</a.css>");
            Frame last = client.next(HEADERS);
            assertThat(client.fields(last).status()).hasToString("204");
            assertThat(last.has(END_STREAM)).isTrue();
        }
    }

    @Test
    void expectation_isTheShopsToMeet() {
        try (RawHttp2 client =
                bed.client().hello().post(1, with(POST, "expect", "100-continue", "content-length", "2"))) {
            RawClient server = bed.shop.accepted();
            assertThat(server.head()).contains("expect: 100-continue\r\n");
            server.send("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.outcome(1)).isEqualTo("100");
            client.data(1, END_STREAM, "ab");
            assertThat(server.bytes(2)).isEqualTo("ab");
            server.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.outcome(1)).isEqualTo("201");
        }
    }

    @Test
    void responseOfUnknownLength_andTrailers_pass() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nFoyer-Session: end\r\nSet-Cookie: A=b\r\n\r\n"
                    + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
            Http2Headers head = client.fields(client.next(HEADERS));
            assertThat(head.toString())
                    .contains("set-cookie: A=b")
                    .doesNotContain("foyer-session", "transfer-encoding", "content-length");
            assertThat(client.next(DATA).text()).isEqualTo("hello");
            Frame trailers = client.next(HEADERS);
            assertThat(trailers.has(END_STREAM)).isTrue();
            assertThat(client.fields(trailers).get("x-sum")).hasToString("1");
        }
    }

    @Test
    void http1_isStillSpokenOnTheSamePort() {
        try (RawClient buyer = bed.bed().client()) {
            buyer.send("POST /o HTTP/1.1\r\nHost: arena.example\r\nContent-Length: 0\r\n\r\n");
            RawClient server = bed.shop.accepted();
            assertThat(server.head()).contains("Via: 1.1 foyer\r\n");
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 204");
        }
    }
}
