package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestHeadParserTest {
    private static final HeadLimits LIMITS = HeadLimits.ofHeadBytes(16 * 1024);

    private final RequestHeadParser parser = new RequestHeadParser(LIMITS);
    private final RequestHead head = new RequestHead();

    @Test
    void parse_browserRequest_givesAllParts() {
        ByteBuf in = bytes("POST /events/1;s=2?q=%41&r HTTP/1.1\r\nHost: Arena.Example.:8080\r\nA: 1\r\na:  2 \r\n"
                + "Content-Length: 3\r\nExpect: 100-Continue\r\nCookie: x=1; foyer-pass=abc; y\r\n"
                + "Cookie: foyer-pass=def\r\n\r\nabcGET");

        assertThat(parser.parse(in, head)).isEqualTo(ParseResult.COMPLETE);

        assertThat(in.toString(ISO_8859_1)).isEqualTo("abcGET");
        assertThat(head.method()).isSameAs("POST");
        assertThat(head.path()).isEqualTo("/events/1");
        assertThat(head.target()).isEqualTo("/events/1;s=2?q=%41&r");
        assertThat(head.query()).isEqualTo("q=%41&r");
        assertThat(head.host()).isEqualTo("arena.example");
        assertThat(head.authority()).isEqualTo("arena.example:8080");
        assertThat(head.header("a")).isEqualTo("1");
        List<String> values = new ArrayList<>();
        head.visitHeaders("a", i -> values.add(head.value(i)));
        head.visitCookies(
                AsciiString.cached("foyer-pass"),
                (array, start, end) -> values.add(new String(array, start, end - start, ISO_8859_1)));
        assertThat(values).containsExactly("1", "2", "abc", "def");
        assertThat(head.bodyKind()).isEqualTo(BodyKind.LENGTH);
        assertThat(head.contentLength()).isEqualTo(3);
        assertThat(head.expectContinue()).isTrue();
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    void parse_nextRequestOnTheConnection_startsAfresh() {
        ByteBuf in = bytes("POST /a%62?x HTTP/1.0\r\nHost: a\r\nContent-Length: 0\r\nCookie: a=b\r\n\r\n"
                + "GET /c HTTP/1.1\r\nHost: b\r\n\r\n");

        assertThat(parser.parse(in, head)).isEqualTo(ParseResult.COMPLETE);
        assertThat(head.path()).isEqualTo("/ab");
        assertThat(head.keepAlive()).isFalse();
        assertThat(parser.parse(in, head)).isEqualTo(ParseResult.COMPLETE);

        assertThat(head.path()).isEqualTo("/c");
        assertThat(head.query()).isNull();
        assertThat(head.host()).isEqualTo("b");
        assertThat(head.hasHeader("cookie")).isFalse();
        assertThat(head.bodyKind()).isEqualTo(BodyKind.NONE);
        assertThat(in.isReadable()).isFalse();
    }

    @ParameterizedTest(name = "{0} {1}: kept {2}, upgrade {3}")
    @CsvSource({
        // RFC 9112 section 9.3, RFC 9110 section 7.8
        "HTTP/1.1, X: y, true, false",
        "HTTP/1.1, Connection: close, false, false",
        "HTTP/1.1, 'Connection: x, CLOSE', false, false",
        "HTTP/1.1, 'Connection: closed', true, false",
        "HTTP/1.0, X: y, false, false",
        "HTTP/1.0, Connection: Keep-Alive, true, false",
        "HTTP/1.0, 'Connection: keep-alive, close', false, false",
        "HTTP/1.1, 'Connection: Upgrade, x', true, true",
        "HTTP/1.0, Connection: upgrade, false, false",
    })
    void parse_connectionOptions_areTold(String version, String line, boolean kept, boolean upgrade) {
        RequestHead read = Wire.request(Wire.head("GET / " + version, "Host: a", "Upgrade: websocket", line));

        assertThat(read.keepAlive()).isEqualTo(kept);
        assertThat(read.upgradeRequested()).isEqualTo(upgrade);
    }

    @Test
    void parse_partOfAHead_readsNothing() {
        ByteBuf in = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r");

        assertThat(parser.parse(in, head)).isEqualTo(ParseResult.NEED_MORE);

        assertThat(in.readerIndex()).isZero();
        assertThat(parser.isPartial(head)).isTrue();
    }

    @Test
    void parse_afterARefusal_staysRefused() {
        parser.parse(bytes("\0"), head);

        assertThat(parser.parse(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), head))
                .isEqualTo(ParseResult.REFUSED);
        assertThat(parser.refusal()).isEqualTo(Refusal.BAD_METHOD);
    }

    @Test
    void headLimits_nonsense_isRefusedByName() {
        assertThatThrownBy(() -> new HeadLimits(64, 63, 1)).hasMessage("headBytes: 63 (expected: >= 64)");
        assertThatThrownBy(() -> new HeadLimits(64, 64, 0)).hasMessage("fields: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new HeadLimits(0, 64, 1)).hasMessage("lineBytes: 0 (expected: >= 64)");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    }
}
