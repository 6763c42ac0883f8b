package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Any bytes for a response's head; the first says what was asked. What is accepted reaches the buyer as the same response. */
public final class ResponseHeadFuzz {
    private static final HeadLimits LIMITS = HeadLimits.ofHeadBytes(4096);
    private static final List<RequestHead> ASKED = List.of(
            Requests.head("GET / HTTP/1.1", "Host: a"),
            Requests.head("HEAD / HTTP/1.1", "Host: a"),
            Requests.head("GET / HTTP/1.0", "Host: a"));

    private ResponseHeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        RequestHead asked = ASKED.get((data[0] & 0xff) % ASKED.size());
        String wire = new String(data, 1, data.length - 1, ISO_8859_1);
        ResponseHead head = new ResponseHead();
        ResponseHeadParser parser = new ResponseHeadParser(LIMITS);
        ParseResult result = parser.parse(Wire.bytes(wire), head, asked.method());
        if (result == ParseResult.COMPLETE) {
            NettyReader.assertSame(wire, head, NettyReader.response(wire));
            if (!head.isInterim() || asked.versionMinor() == 1) {
                assertPassedOn(wire, head, asked);
            }
        }
    }

    private static void assertPassedOn(String wire, ResponseHead head, RequestHead asked) {
        ByteBuf out = Unpooled.buffer();
        HeadWriter.writeResponse(out, head, asked, HeadWriter.Persistence.KEEP, new byte[0]);
        String written = out.toString(ISO_8859_1);
        ResponseHead again = new ResponseHead();
        ResponseHeadParser parser = new ResponseHeadParser(new HeadLimits(16 * 1024, 32 * 1024, 200));
        assertThat(parser.parse(out, again, asked.method()))
                .as("%s -> %s", wire, written)
                .isEqualTo(ParseResult.COMPLETE);
        assertThat(out.isReadable())
                .as("a head and nothing behind it: %s", written)
                .isFalse();
        assertThat(again.status()).isEqualTo(head.status());
        assertThat(again.bodyKind()).as("%s -> %s", wire, written).isEqualTo(head.kindFor(asked));
        assertThat(again.contentLength()).isEqualTo(head.contentLength());
        assertThat(again.foyerOrder()).as("what the shop tells us ends here").isNull();
        assertThat(again.foyerSession()).isNull();
    }
}
