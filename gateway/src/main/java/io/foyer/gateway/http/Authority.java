package io.foyer.gateway.http;

import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value of Host (RFC 9110 section 7.2), stricter than RFC 3986: a name of letters, digits, "-", "_" and dots, an IPv4
 * address or an IPv6 literal, and a port. A connection mostly repeats its Host, so the last one is kept as it was read; and most
 * connections have the same one, so they share it.
 */
final class Authority {
    private static final int LENGTH_MAX = 262;
    private static final Spelled NONE = new Spelled(new byte[0], "", AsciiString.EMPTY_STRING);

    /** What any connection of the thread read last. */
    private static final FastThreadLocal<Spelled> LAST = new FastThreadLocal<>() {
        @Override
        protected Spelled initialValue() {
            return NONE;
        }
    };

    private Spelled now = NONE;

    /** @param raw as it came */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes it
    private record Spelled(byte[] raw, String host, AsciiString text) {
        boolean isAt(byte[] bytes, int start, int end) {
            return raw.length > 0 && Arrays.equals(raw, 0, raw.length, bytes, start, end);
        }
    }

    String host() {
        return now.host;
    }

    String text() {
        return now.text.toString();
    }

    /** {@link #text()} as bytes. */
    AsciiString ascii() {
        return now.text;
    }

    @Nullable
    Refusal take(byte[] bytes, int start, int end) {
        if (now.isAt(bytes, start, end)) {
            return null;
        }
        Spelled last = LAST.get();
        if (last.isAt(bytes, start, end)) {
            now = last;
            return null;
        }
        int hostEnd = hostEnd(bytes, start, end);
        if (hostEnd <= start || end - start > LENGTH_MAX || !isPort(bytes, hostEnd, end)) {
            return Refusal.HOST_INVALID;
        }
        int keptEnd = bytes[hostEnd - 1] == '.' ? hostEnd - 1 : hostEnd;
        String host = lowerCase(bytes, start, keptEnd);
        AsciiString text = AsciiString.cached(host + lowerCase(bytes, hostEnd, end));
        now = new Spelled(Arrays.copyOfRange(bytes, start, end), host, text);
        LAST.set(now);
        return null;
    }

    /** Whether the bytes spell the same authority. */
    boolean isSame(byte[] bytes, int start, int end) {
        Authority other = new Authority();
        return other.take(bytes, start, end) == null && other.now.text.equals(now.text);
    }

    private static String lowerCase(byte[] bytes, int start, int end) {
        StringBuilder made = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            made.append((char) Grammar.lower(bytes[i]));
        }
        return made.toString();
    }

    /** Where a valid host ends, or -1. */
    private static int hostEnd(byte[] bytes, int start, int end) {
        if (start < end && bytes[start] == '[') {
            return literalEnd(bytes, start, end);
        }
        int p = start;
        int labelStart = start;
        for (; p < end && bytes[p] != ':'; p++) {
            byte c = bytes[p];
            if (c == '.') {
                if (p == labelStart) {
                    return -1;
                }
                labelStart = p + 1;
            } else if (c != '_' && Grammar.NAME[c & 0xff] <= 0) {
                return -1;
            }
        }
        return p;
    }

    /** IPv6 without a zone: at most eight groups of one to four digits, one "::" at most, and perhaps IPv4 at the end. */
    private static int literalEnd(byte[] bytes, int start, int end) {
        int groups = 0;
        int digits = 0;
        boolean gap = false;
        for (int p = start + 1; p < end; p++) {
            byte c = bytes[p];
            if (Grammar.hex(c) >= 0) {
                groups += digits == 0 ? 1 : 0;
                digits++;
                if (digits > 4) {
                    return -1;
                }
            } else if (c == ':') {
                boolean twice = p + 1 < end && bytes[p + 1] == ':';
                if ((twice && gap) || (!twice && digits == 0)) {
                    return -1;
                }
                gap |= twice;
                p += twice ? 1 : 0;
                digits = 0;
            } else if (c == '.' && digits > 0) {
                int close = ipv4End(bytes, p - digits, end);
                return close > 0 && (gap ? groups < 7 : groups == 7) ? close : -1;
            } else {
                boolean complete = digits > 0 || (gap && bytes[p - 1] == ':' && bytes[p - 2] == ':');
                return c == ']' && complete && (gap ? groups < 8 : groups == 8) ? p + 1 : -1;
            }
        }
        return -1;
    }

    /** Where a literal that ends in an IPv4 address ends, or -1. */
    private static int ipv4End(byte[] bytes, int start, int end) {
        int value = -1;
        int dots = 0;
        for (int p = start; p < end; p++) {
            int digit = bytes[p] - '0';
            if (digit >= 0 && digit <= 9) {
                value = Math.max(value, 0) * 10 + digit;
            } else if (bytes[p] == '.' && value >= 0) {
                dots++;
                value = -1;
            } else {
                return bytes[p] == ']' && dots == 3 && value >= 0 ? p + 1 : -1;
            }
            if (value > 255) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isPort(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes[start] != ':' || end - start < 2 || end - start > 6) {
            return false;
        }
        int port = 0;
        for (int i = start + 1; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = 10 * port + digit;
        }
        return port > 0 && port < 65536;
    }
}
