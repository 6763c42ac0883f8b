package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    }
}
