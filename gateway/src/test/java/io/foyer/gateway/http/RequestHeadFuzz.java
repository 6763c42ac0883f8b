package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/**
 * Any bytes for a request's head. It is read alike however it comes in pieces; what is accepted Netty reads in the same way;
 * and what goes to the shop is a head that is read as the same request, with nothing in it that ends here.
 */
public final class RequestHeadFuzz {
    private static final HeadLimits LIMITS = HeadLimits.ofHeadBytes(4096);
    private static final byte[] FORWARDED = HeadWriter.forwardedLines("127.0.0.1", "http");
    private static final Set<Field> FORWARDABLE = Set.of(
            Field.OTHER,
            Field.SET_COOKIE,
            Field.CACHE_CONTROL,
            Field.CONTENT_ENCODING,
            Field.CONTENT_RANGE,
            Field.CONTENT_TYPE,
            Field.LOCATION,
            Field.WWW_AUTHENTICATE,
            Field.ALT_SVC,
            Field.EXPECT,
            Field.TRAILER,
            Field.COOKIE,
            Field.AUTHORIZATION,
            Field.HOST,
            Field.CONTENT_LENGTH,
            Field.TRANSFER_ENCODING,
            Field.TRACEPARENT,
            Field.TRACESTATE,
            Field.X_FORWARDED);

    private RequestHeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String wire = new String(data, ISO_8859_1);
        RequestHead head = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(LIMITS);
        ByteBuf in = Wire.bytes(wire);
        ParseResult result = parser.parse(in, head);
        assertThat(inPieces(wire)).as(wire).isEqualTo(result + " " + parser.refusal());
        if (result == ParseResult.COMPLETE) {
            NettyReader.assertSame(wire, head, NettyReader.request(wire));
            assertForwarded(wire, head);
            assertReadAlikeAgain(wire, parser, head);
        }
    }

    /** The fields that a connection repeats are not read again; what they say must be the same. */
    private static void assertReadAlikeAgain(String wire, RequestHeadParser parser, RequestHead head) {
        String first = told(head);
        assertThat(parser.parse(Wire.bytes(wire), head)).as(wire).isEqualTo(ParseResult.COMPLETE);
        assertThat(told(head)).as(wire).isEqualTo(first);
        NettyReader.assertSame(wire, head, NettyReader.request(wire));
    }

    private static String told(RequestHead head) {
        return head.protocol()
                + head.method()
                + head.target()
                + head.path()
                + head.authority()
                + Wire.fields(head)
                + head.bodyKind()
                + head.contentLength()
                + head.keepAlive()
                + head.expectContinue()
                + head.upgradeRequested();
    }

    private static String inPieces(String wire) {
        RequestHeadParser parser = new RequestHeadParser(LIMITS);
        RequestHead head = new RequestHead();
        ByteBuf in = Wire.bytes(wire).writerIndex(0);
        ParseResult result = ParseResult.NEED_MORE;
        int step = 1 + wire.hashCode() % 7 & 7;
        for (int end = 0; end < wire.length() && result == ParseResult.NEED_MORE; ) {
            end = Math.min(wire.length(), end + Math.max(1, step));
            result = parser.parse(in.writerIndex(end), head);
        }
        return result + " " + parser.refusal();
    }

    private static void assertForwarded(String wire, RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        HeadWriter.writeRequest(out, head, FORWARDED, new byte[0]);
        String written = out.toString(ISO_8859_1);
        RequestHead again = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(new HeadLimits(16 * 1024, 32 * 1024, 200));
        assertThat(parser.parse(out, again))
                .as("%s -> %s: %s", wire, written, parser.refusal())
                .isEqualTo(ParseResult.COMPLETE);
        assertThat(out.isReadable())
                .as("a head and nothing behind it: %s", written)
                .isFalse();
        assertThat(again.method()).isEqualTo(head.method());
        assertThat(again.target()).as("what was matched is what is forwarded").isEqualTo(head.target());
        assertThat(again.path()).isEqualTo(head.path());
        assertThat(again.authority()).isEqualTo(head.authority());
        assertThat(again.bodyKind()).isEqualTo(head.bodyKind());
        assertThat(again.contentLength()).isEqualTo(head.contentLength());
        assertThat(again.keepAlive()).as("kept alive: %s", written).isTrue();
        for (int i = 0; i < again.headerCount(); i++) {
            assertThat(FORWARDABLE).as(written).contains(again.kind(i));
            assertThat(again.kind(i) == Field.COOKIE && CookieFuzz.hasOurs(again.value(i)))
                    .as("our cookies end here: %s", written)
                    .isFalse();
        }
        NettyReader.assertSame(written, again, NettyReader.request(written));
    }
}
