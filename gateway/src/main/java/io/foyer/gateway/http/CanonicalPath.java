package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * One spelling for every path (RFC 3986 section 6.2.2), in two forms that are made together, segment by segment.
 *
 * <p><b>Forwarded</b>, what the shop is asked for: escapes of unreserved characters decoded once, other escapes in upper
 * case, characters that RFC 3986 does not allow escaped, empty segments collapsed, dot segments resolved.
 *
 * <p><b>Matched</b>, what routes compare: the forwarded form without path parameters (";", escaped or not, to the end of a
 * segment) and with escaped delimiters ({@code !$&'()*+,=:@}) decoded. So {@code /orders;x=1}, {@code /orders%3Bx} and
 * {@code /order%73} match {@code /orders}, whether or not the shop decodes or strips parameters, and in which order.
 *
 * <p>A path that a shop could read as another one is refused: escaped slashes and control bytes, backslashes, double
 * escapes, overlong UTF-8, dots that are a dot segment only after decoding or stripping, segments of parameters only.
 */
public final class CanonicalPath {
    private static final byte[] NO_BYTES = {};
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

    private byte[] forwarded = NO_BYTES;
    private byte[] matched = NO_BYTES;
    private int forwardedLength;
    private int matchedLength;
    private @Nullable Refusal refusal;

    CanonicalPath() {}

    /**
     * The matched form of a path, for rules to be written in the form that they are compared with.
     *
     * @throws IllegalArgumentException when a request for this path would be refused
     */
    public static String matchedFormOf(String path) {
        CanonicalPath canonical = new CanonicalPath();
        byte[] bytes = path.getBytes(US_ASCII);
        for (byte b : bytes) {
            if (Grammar.TARGET[b & 0xff] == Grammar.BAD || b == '?') {
                throw new IllegalArgumentException("path: " + path + " (" + Refusal.BAD_TARGET.reason() + ")");
            }
        }
        Refusal refusal = path.startsWith("/") ? canonical.take(bytes, 0, bytes.length) : Refusal.TARGET_FORM;
        if (refusal != null) {
            throw new IllegalArgumentException("path: " + path + " (" + refusal.reason() + ")");
        }
        return new String(canonical.matched, 0, canonical.matchedLength, US_ASCII);
    }

    byte[] forwarded() {
        return forwarded;
    }

    int forwardedLength() {
        return forwardedLength;
    }

    byte[] matched() {
        return matched;
    }

    int matchedLength() {
        return matchedLength;
    }

    String forwardedText() {
        return new String(forwarded, 0, forwardedLength, US_ASCII);
    }

    /** Takes a raw path of visible ASCII that is empty or starts with a slash; returns why it is refused, if it is. */
    @Nullable
    Refusal take(byte[] raw, int start, int end) {
        int room = 3 * (end - start) + 1;
        if (forwarded.length < room) {
            forwarded = new byte[room];
            matched = new byte[room];
        }
        forwardedLength = 0;
        matchedLength = 0;
        refusal = null;
        int p = Math.min(start + 1, end);
        do {
            int segmentEnd = p;
            while (segmentEnd < end && raw[segmentEnd] != '/') {
                segmentEnd++;
            }
            segment(raw, p, segmentEnd, segmentEnd == end);
            p = segmentEnd + 1;
        } while (p <= end && refusal == null);
        return refusal == null ? doubleEscape() : refusal;
    }

    private void segment(byte[] raw, int start, int end, boolean last) {
        int forwardedStart = forwardedLength;
        int matchedStart = matchedLength;
        forwarded[forwardedLength++] = '/';
        matched[matchedLength++] = '/';
        boolean parameters = copy(raw, start, end);
        int dots = dots(matchedStart + 1);
        int length = matchedLength - matchedStart - 1;
        if (length == 0 && parameters && !last) {
            refusal = Refusal.PATH_PARAMETERS;
        } else if (dots > 0 && dots == length) {
            refuse(end - start != dots ? Refusal.PATH_DOTS : null);
            forwardedLength = forwardedStart;
            matchedLength = matchedStart;
            if (dots == 2) {
                forwardedLength = parent(forwarded, forwardedLength);
                matchedLength = parent(matched, matchedLength);
            }
            endWithSlash(last);
        } else if (length == 0 && !parameters) {
            forwardedLength = forwardedStart;
            matchedLength = matchedStart;
            endWithSlash(last);
        }
    }

    /** A path that ends in a segment that vanishes still ends in a slash. */
    private void endWithSlash(boolean last) {
        if (last) {
            forwarded[forwardedLength++] = '/';
            matched[matchedLength++] = '/';
        }
    }

    private static int parent(byte[] path, int length) {
        int p = length;
        while (p > 0 && path[--p] != '/') {}
        return p;
    }

    /** 1 or 2 when the segment starts with that many dots and no more, else 0. */
    private int dots(int start) {
        int p = start;
        while (p < matchedLength && matched[p] == '.') {
            p++;
        }
        return p - start <= 2 ? p - start : 0;
    }

    /** Copies a segment into both forms; returns whether it has parameters. */
    private boolean copy(byte[] raw, int start, int end) {
        boolean parameters = false;
        for (int p = start; p < end; p++) {
            byte c = raw[p];
            int kept = matchedLength;
            if (c == '%') {
                if (p + 2 >= end || Grammar.hex(raw[p + 1]) < 0 || Grammar.hex(raw[p + 2]) < 0) {
                    refuse(Refusal.PATH_ESCAPE);
                    return parameters;
                }
                int decoded = Grammar.hex(raw[p + 1]) << 4 | Grammar.hex(raw[p + 2]);
                parameters |= decoded == ';';
                escaped(decoded, raw, p + 3, end);
                p += 2;
            } else if (c == ';') {
                parameters = true;
                forwarded[forwardedLength++] = c;
            } else {
                unescaped(c);
            }
            if (parameters) {
                matchedLength = kept;
            }
        }
        return parameters;
    }

    private void unescaped(byte c) {
        if (c == '\\') {
            refuse(Refusal.PATH_SLASH);
        } else if (Grammar.TARGET[c & 0xff] == Grammar.RARE) {
            escape(c);
        } else {
            forwarded[forwardedLength++] = c;
            matched[matchedLength++] = c;
        }
    }

    private void escaped(int c, byte[] raw, int next, int end) {
        if (c < ' ' || c == 0x7f) {
            refuse(Refusal.PATH_CONTROL);
        } else if (c == '/' || c == '\\') {
            refuse(Refusal.PATH_SLASH);
        } else if (isOverlong(c, raw, next, end)) {
            refuse(Refusal.PATH_OVERLONG);
        } else if (Grammar.UNRESERVED[c]) {
            forwarded[forwardedLength++] = (byte) c;
            matched[matchedLength++] = (byte) c;
        } else if (Grammar.DELIMITER[c]) {
            escape(c);
            matchedLength -= 3;
            matched[matchedLength++] = (byte) c;
        } else {
            escape(c);
        }
    }

    /** C0, C1, E0 80-9F and F0 80-8F would spell an ASCII or shorter character in more bytes than it takes. */
    private static boolean isOverlong(int c, byte[] raw, int next, int end) {
        if (c == 0xc0 || c == 0xc1) {
            return true;
        }
        if ((c != 0xe0 && c != 0xf0) || next + 1 >= end || raw[next] != '%') {
            return false;
        }
        int high = Grammar.hex(raw[next + 1]);
        return high == 8 || (c == 0xe0 && high == 9);
    }

    private void escape(int c) {
        byte high = HEX[(c >> 4) & 0xf];
        byte low = HEX[c & 0xf];
        forwarded[forwardedLength++] = '%';
        forwarded[forwardedLength++] = high;
        forwarded[forwardedLength++] = low;
        matched[matchedLength++] = '%';
        matched[matchedLength++] = high;
        matched[matchedLength++] = low;
    }

    /** Judged on the result: {@code %25%34%31} too says "A" to whoever decodes twice. */
    private @Nullable Refusal doubleEscape() {
        for (int p = 0; p + 4 < forwardedLength; p++) {
            if (forwarded[p] == '%'
                    && forwarded[p + 1] == '2'
                    && forwarded[p + 2] == '5'
                    && Grammar.hex(forwarded[p + 3]) >= 0
                    && Grammar.hex(forwarded[p + 4]) >= 0) {
                return Refusal.PATH_DOUBLE_ESCAPE;
            }
        }
        return null;
    }

    private void refuse(@Nullable Refusal why) {
        if (refusal == null) {
            refusal = why;
        }
    }
}
