package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Messages as text, one char a byte. */
final class Wire {
    static final HeadLimits LIMITS = new HeadLimits(256, 1024, 16);

    private Wire() {}

    static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    }

    /** Lines, each ended by CRLF, and an empty one. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    static RequestHead request(String wire) {
        RequestHead head = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(LIMITS);
        ParseResult result = parser.parse(bytes(wire), head);
        if (result != ParseResult.COMPLETE) {
            throw new AssertionError(result + " " + parser.refusal() + " for " + wire);
        }
        return head;
    }

    static ResponseHead response(String wire, String method) {
        ResponseHead head = new ResponseHead();
        ResponseHeadParser parser = new ResponseHeadParser(LIMITS);
        ParseResult result = parser.parse(bytes(wire), head, method);
        if (result != ParseResult.COMPLETE) {
            throw new AssertionError(result + " " + parser.refusal() + " for " + wire);
        }
        return head;
    }

    static List<String> fields(HeaderBlock block) {
        List<String> lines = new ArrayList<>();
        block.visitHeaders(i -> lines.add(block.name(i) + ": " + block.value(i)));
        return lines;
    }
}
