package io.foyer.gateway.http;

import io.netty.util.AsciiString;

/** Cookie pairs in the bytes of a Cookie field (RFC 6265 section 4.2.1), read as browsers write them. */
final class Cookies {
    private static final AsciiString[] FOYER = {
        AsciiString.cached("__Host-foyer-ticket"),
        AsciiString.cached("__Host-foyer-pass"),
        AsciiString.cached("foyer-ticket"),
        AsciiString.cached("foyer-pass")
    };

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

    /** Whether the pair that starts here is one of the gateway's own. */
    static boolean isFoyer(byte[] bytes, int pair, int pairEnd) {
        for (AsciiString name : FOYER) {
            if (isNamed(bytes, pair, pairEnd, name)) {
                return true;
            }
        }
        return false;
    }

    static int pairEnd(byte[] bytes, int start, int end) {
        int p = start;
        while (p < end && bytes[p] != ';') {
            p++;
        }
        return p;
    }

    static int skipSpace(byte[] bytes, int start, int end) {
        int p = start;
        while (p < end && Grammar.isSpace(bytes[p])) {
            p++;
        }
        return p;
    }

    private static int trimmed(byte[] bytes, int start, int end) {
        int p = end;
        while (p > start && Grammar.isSpace(bytes[p - 1])) {
            p--;
        }
        return p;
    }

    /** Names compare as bytes (RFC 6265 section 5.4). */
    private static boolean isNamed(byte[] bytes, int pair, int pairEnd, AsciiString name) {
        int nameEnd = pair + name.length();
        if (nameEnd >= pairEnd || bytes[nameEnd] != '=') {
            return false;
        }
        byte[] wanted = name.array();
        int offset = name.arrayOffset();
        for (int i = 0; i < name.length(); i++) {
            if (bytes[pair + i] != wanted[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
