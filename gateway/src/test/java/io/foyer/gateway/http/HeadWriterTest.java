package io.foyer.gateway.http;

import static io.foyer.gateway.http.Wire.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.gateway.http.HeadWriter.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadWriterTest {
    private static final byte[] FORWARDED = HeadWriter.forwardedLines("10.0.0.1", "http");
    private static final byte[] NONE = HeaderLines.NONE.bytes();
    private static final String GET = "GET / HTTP/1.1";
    private static final String OWN =
            "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\nVia: 1.1 foyer\r\n";

    @Test
    void writeRequest_ordinaryFields_goAsTheyCame() {
        assertThat(request(head("POST /x?y HTTP/1.1", "Accept:  */* ", "Host: A", "ACCEPT: b", "Content-Length: 05")))
                .isEqualTo("POST /x?y HTTP/1.1\r\nHost: a\r\nAccept:  */* \r\nACCEPT: b\r\nContent-Length: 5\r\n" + OWN
                        + "\r\n");
    }

    @Test
    void writeRequest_pathThatWasNotCanonical_isAskedForInCanonicalForm() {
        assertThat(request(head("GET http://a/x/../b%41;p?%2e%2e HTTP/1.1", "Host: a")))
                .startsWith("GET /bA;p?%2e%2e HTTP/1.1\r\n");
    }

    @Test
    void writeRequest_chunkedAnd1_0_areSaidAnew() {
        assertThat(request(head("POST / HTTP/1.1", "Host: a", "transfer-encoding: CHUNKED", "Trailer: X")))
                .contains("Trailer: X\r\n")
                .contains("Transfer-Encoding: chunked\r\n")
                .doesNotContain("CHUNKED");
        assertThat(request(head("GET / HTTP/1.0", "Host: a", "Trailer: X")))
                .startsWith("GET / HTTP/1.1\r\n")
                .contains("Via: 1.0 foyer\r\n")
                .doesNotContain("Trailer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic x",
                "Proxy-Anything: x",
                "TE: trailers",
                "Upgrade: websocket",
                "HTTP2-Settings: AAMAAABk",
                "Foyer-Shop: mine",
                "foyer-number: 1",
                "FOYER-anything: x",
                "Foyer-Order: none",
                "Foyer_Shop: mine",
                "Foyer.Shop: mine",
                "X_Forwarded_For: 1.1.1.1",
                "X-Forwarded-For: 1.1.1.1",
                "x-forwarded-proto: https",
                "X-Forwarded-Host: evil",
                "X-Forwarded-Prefix: /x",
                "Forwarded: for=1.1.1.1",
                "X-Real-IP: 1.1.1.1",
                "X-Original-URL: /orders",
                "X-Rewrite-URL: /orders",
                "X-HTTP-Method-Override: POST",
                "X-HTTP-Method: POST",
                "X-Method-Override: POST",
                "Authorization: Foyer abc",
                "authorization: foyer abc",
                "Authorization: Foyer",
                "Cookie: foyer-pass=x",
                "Cookie: __Host-foyer-ticket=x; __Host-foyer-pass=y;foyer-ticket=z ;",
                "Cookie: __Host-foyer-ticket-opera=x; foyer-pass-summer-final=y",
                "Expect: 100-continue",
            })
    void writeRequest_fieldThatEndsHereOrIsOurs_isDropped(String line) {
        String expected = "GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\n" + OWN + "\r\n";

        assertThat(request(head(GET, "Host: a", "A: 1", line, "B: 2"))).isEqualTo(expected);
        assertThat(request(head(GET, line, "Host: a", "A: 1", "B: 2"))).isEqualTo(expected);
        assertThat(request(head(GET, "Host: a", "A: 1", "B: 2", line))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer abc",
                "Authorization: Foyerish abc",
                "Cookie: a=b; foyer-passx=c; xfoyer-pass=d;  e; __Host-; __Host-a=f",
                "Cookie: a=\"foyer-pass=x\"",
                "Via: 1.0 other",
                "User-Agent: \u00e9\tx",
                "Content-Type: text/plain",
                "Fo: y",
                "X-Forwarded: x",
                "Prox: y",
                "TEx: y",
            })
    void writeRequest_fieldThatLooksLikeOurs_isKept(String line) {
        assertThat(request(head(GET, "Host: a", line))).contains("\r\n" + line + "\r\n");
    }

    @Test
    void writeRequest_cookies_loseOursAndKeepTheOthersByteForByte() {
        assertThat(request(head(GET, "Host: a", "Cookie: a=\"1 2\"; foyer-pass=p; b=;foyer-ticket=t;c", "Cookie: d=e")))
                .contains("\r\nCookie: a=\"1 2\"; b=; c\r\nCookie: d=e\r\n")
                .doesNotContain("foyer-");
    }

    @Test
    void writeRequest_nominatedFields_endHereButNotOurs() {
        String written = request(head(
                "POST / HTTP/1.1",
                "Host: a",
                "Connection: close, X-Secret ,Host, Content-Length,X-Forwarded-For",
                "connection: Via, Cookie",
                "x-secret: 1",
                "Cookie: a=b",
                "X-Secret2: 2",
                "Content-Length: 5"));

        assertThat(written)
                .isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nX-Secret2: 2\r\nContent-Length: 5\r\n" + OWN + "\r\n");
    }

    @Test
    void writeRequest_expectationWithABody_goesOn() {
        assertThat(request(head("POST / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 5")))
                .contains("Expect: 100-continue\r\n");
        assertThat(request(head("POST / HTTP/1.0", "Host: a", "Expect: 100-continue", "Content-Length: 5")))
                .as("RFC 9110 10.1.1: not from HTTP/1.0")
                .doesNotContain("Expect");
    }

    @Test
    void writeRequest_everyField_isReadBackAlike() {
        ByteBuf out = Unpooled.buffer();
        RequestHead sent =
                Wire.request(head("POST /a%41//b HTTP/1.1", "Host: x:81", "A: b", "Transfer-Encoding: chunked"));
        HeadWriter.writeRequest(
                out,
                sent,
                FORWARDED,
                HeaderLines.NONE.with("Foyer-Shop", "arena").bytes());

        RequestHead read = Wire.request(out.toString(ISO_8859_1));

        assertThat(read.target()).isEqualTo(sent.target());
        assertThat(read.authority()).isEqualTo("x:81");
        assertThat(read.bodyKind()).isEqualTo(BodyKind.CHUNKED);
        assertThat(read.header("foyer-shop")).isEqualTo("arena");
        assertThat(read.header("x-forwarded-host")).isEqualTo("x:81");
    }

    @Test
    void writeResponse_ordinaryResponse_goesAsItCame() {
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 404 Gone?", "Server: x", "Set-Cookie: a", "Content-Length: 5"))
                .isEqualTo(
                        "HTTP/1.1 404 Gone?\r\nServer: x\r\nSet-Cookie: a\r\nContent-Length: 5\r\nVia: 1.1 foyer\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive, X-Hop\r\nX-Hop: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Authenticate: Basic",
                "TE: x",
                "Upgrade: h2c",
                "Foyer-Order: created",
                "Foyer-Session: end",
                "foyer-anything: x",
                "Alt-Svc: h3=\":443\"",
                "Trailer: X",
            })
    void writeResponse_fieldThatEndsHere_isDropped(String line) {
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 200 OK", "A: 1", line, "B_b: 2", "Content-Length: 0"))
                .isEqualTo("HTTP/1.1 200 OK\r\nA: 1\r\nB_b: 2\r\nContent-Length: 0\r\nVia: 1.1 foyer\r\n\r\n");
    }

    @Test
    void writeResponse_unknownLength_isChunkedOrEndsWithTheConnection() {
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 200 OK")).contains("Transfer-Encoding: chunked\r\n");
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked"))
                .containsOnlyOnce("Transfer-Encoding: chunked\r\n");
        assertThat(response("GET / HTTP/1.0", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked"))
                .doesNotContain("Transfer-Encoding")
                .contains("Connection: close\r\n");
        assertThat(response("GET / HTTP/1.0", "HTTP/1.1 200 OK", "Content-Length: 1"))
                .contains("Connection: keep-alive\r\n");
    }

    @Test
    void writeResponse_noBody_keepsTheLengthWhereItInforms() {
        assertThat(response("HEAD / HTTP/1.1", "HTTP/1.1 200 OK", "Content-Length: 7"))
                .contains("Content-Length: 7\r\n");
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 304 X", "Content-Length: 7"))
                .contains("Content-Length: 7\r\n");
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 204 X", "Content-Length: 0"))
                .doesNotContain("Content-Length");
        assertThat(response("HEAD / HTTP/1.1", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked"))
                .doesNotContain("Transfer-Encoding");
    }

    @Test
    void writeResponse_interim_hasNothingOfOurs() {
        assertThat(response("GET / HTTP/1.1", "HTTP/1.1 103 Early Hints", "Link: </a>"))
                .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    }

    @Test
    void writeResponse_closing_saysSoAndAddsOurLines() {
        ByteBuf out = Unpooled.buffer();
        RequestHead request = Wire.request(head(GET, "Host: a"));
        ResponseHead response = Wire.response(head("HTTP/1.1 200 OK", "Content-Length: 1"), "GET");

        HeadWriter.writeResponse(
                out,
                response,
                request,
                Persistence.CLOSE,
                HeaderLines.NONE.with("Set-Cookie", "p=1").bytes());

        assertThat(out.toString(ISO_8859_1)).endsWith("Connection: close\r\nSet-Cookie: p=1\r\n\r\n");
    }

    @Test
    void headerLines_bytesThatWouldSplitTheHead_areRefused() {
        for (String value : new String[] {"a\r\nb", "a\nb", "\0", "\u0100"}) {
            assertThatThrownBy(() -> HeaderLines.NONE.with("X", value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> HeaderLines.NONE.with("X:", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeaderLines.NONE.with("", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String request(String wire) {
        ByteBuf out = Unpooled.buffer();
        HeadWriter.writeRequest(out, Wire.request(wire), FORWARDED, NONE);
        return out.toString(ISO_8859_1);
    }

    private static String response(String requestLine, String... lines) {
        ByteBuf out = Unpooled.buffer();
        RequestHead request = Wire.request(head(requestLine, "Host: a", "Connection: keep-alive"));
        HeadWriter.writeResponse(out, Wire.response(head(lines), request.method()), request, Persistence.KEEP, NONE);
        return out.toString(ISO_8859_1);
    }
}
