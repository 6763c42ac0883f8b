package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.util.AsciiString;
import java.util.Arrays;

/** Cookie pairs in the bytes of a Cookie field (RFC 6265 section 4.2.1), read as browsers write them. */
final class Cookies {
    private static final byte[] FIELD = "Cookie: ".getBytes(US_ASCII);
    private static final byte[] SEPARATOR = "; ".getBytes(US_ASCII);
    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
    private static final AsciiString HOST_PREFIX = AsciiString.cached("__Host-");
    private static final AsciiString TICKET = AsciiString.cached("foyer-ticket");
    private static final AsciiString PASS = AsciiString.cached("foyer-pass");

    private Cookies() {}

    static void visit(byte[] bytes, int start, int end, AsciiString name, RequestHead.CookieVisitor visitor) {
        for (int p = start; p < end; ) {
            int pairEnd = pairEnd(bytes, p, end);
            int pair = skipSpace(bytes, p, pairEnd);
            if (isNamed(bytes, pair, pairEnd, name)) {
                visitor.cookie(bytes, pair + name.length() + 1, trimmed(bytes, pair, pairEnd));
            }
            p = pairEnd + 1;
        }
    }

    /** Puts a field's line without the gateway's own cookies: as it came if it has none, and nothing if it has no others. */
    static void putOthers(HeadBytes lines, HeaderBlock head, int field) {
        byte[] bytes = head.bytes;
        int start = lines.length();
        int end = head.valueEnd(field);
        boolean any = false;
        boolean foyer = false;
        for (int p = head.valueStart(field); p < end; ) {
            int pairEnd = pairEnd(bytes, p, end);
            int pair = skipSpace(bytes, p, pairEnd);
            if (isFoyer(bytes, pair, pairEnd)) {
                foyer = true;
            } else if (pair < pairEnd) {
                lines.put(any ? SEPARATOR : FIELD).put(bytes, pair, pairEnd - pair);
                any = true;
            }
            p = pairEnd + 1;
        }
        if (!foyer) {
            lines.cut(start).put(bytes, head.nameStart(field), head.lineEnd(field) - head.nameStart(field));
        } else if (any) {
            lines.put(CRLF);
        }
    }

    private static boolean isFoyer(byte[] bytes, int pair, int pairEnd) {
        int prefixEnd = pair + HOST_PREFIX.length();
        boolean prefixed = prefixEnd < pairEnd && isName(bytes, pair, prefixEnd, HOST_PREFIX);
        int start = prefixed ? prefixEnd : pair;
        return isOfRoom(bytes, start, pairEnd, TICKET) || isOfRoom(bytes, start, pairEnd, PASS);
    }

    /** Rooms beside {@code main} put a hyphen and their name behind it. */
    private static boolean isOfRoom(byte[] bytes, int start, int pairEnd, AsciiString name) {
        int nameEnd = start + name.length();
        return nameEnd < pairEnd
                && (bytes[nameEnd] == '=' || bytes[nameEnd] == '-')
                && isName(bytes, start, nameEnd, name);
    }

    static int pairEnd(byte[] bytes, int start, int end) {
        return Grammar.find((byte) ';', bytes, start, end);
    }

    static int skipSpace(byte[] bytes, int start, int end) {
        int p = start;
        while (p < end && Grammar.isSpace(bytes[p])) {
            p++;
        }
        return p;
    }

    static int trimmed(byte[] bytes, int start, int end) {
        int p = end;
        while (p > start && Grammar.isSpace(bytes[p - 1])) {
            p--;
        }
        return p;
    }

    private static boolean isNamed(byte[] bytes, int pair, int pairEnd, AsciiString name) {
        int nameEnd = pair + name.length();
        return nameEnd < pairEnd && bytes[nameEnd] == '=' && isName(bytes, pair, nameEnd, name);
    }

    /** Names compare as bytes (RFC 6265 section 5.4). */
    static boolean isName(byte[] bytes, int start, int end, AsciiString name) {
        int from = name.arrayOffset();
        return Arrays.equals(bytes, start, end, name.array(), from, from + name.length());
    }
}
