package io.foyer.gateway.http;

import static io.foyer.gateway.http.Grammar.CR;
import static io.foyer.gateway.http.Grammar.LF;

import org.jspecify.annotations.Nullable;

/** {@code method SP request-target SP HTTP-version CRLF}, by RFC 9112 section 3 and to the byte. */
final class RequestLineParser {
    private static final int METHOD_BYTES_MAX = 32;
    private static final int VERSION_BYTES = 8;
    private static final String[] METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"};

    private final FieldParser fields;

    RequestLineParser(FieldParser fields) {
        this.fields = fields;
    }

    /** Reads the line from the field parser's position on and moves it behind the line. */
    ParseResult parse(RequestHead head) {
        int start = fields.position;
        int limit = fields.lineLimit(head, start);
        int methodEnd = methodEnd(head.bytes, start, limit);
        if (methodEnd == limit) {
            return cutOff(head, start, limit);
        }
        if (head.bytes[methodEnd] != ' ' || methodEnd == start) {
            return fields.refuse(Refusal.BAD_METHOD);
        }
        head.methodEnd = methodEnd;
        int targetEnd = targetEnd(head, methodEnd + 1, limit);
        if (targetEnd == limit) {
            return cutOff(head, start, limit);
        }
        if (head.bytes[targetEnd] != ' ') {
            return fields.refuse(targetFault(head.bytes[targetEnd]));
        }
        if (targetEnd == methodEnd + 1) {
            return fields.refuse(Refusal.BAD_REQUEST_LINE);
        }
        return version(head, targetEnd + 1, limit);
    }

    private static int methodEnd(byte[] bytes, int start, int limit) {
        int end = Math.min(limit, start + METHOD_BYTES_MAX);
        int p = start;
        while (p < end && Grammar.NAME[bytes[p] & 0xff] != 0) {
            p++;
        }
        return p;
    }

    /** Scans the target up to a byte that cannot be in it, and notes on the way what it is made of. */
    private static int targetEnd(RequestHead head, int start, int limit) {
        byte[] bytes = head.bytes;
        boolean plain = true;
        byte previous = Grammar.PLAIN;
        int p = start;
        for (; p < limit; p++) {
            byte c = Grammar.TARGET[bytes[p] & 0xff];
            if (c == Grammar.PLAIN) {
                previous = c;
                continue;
            }
            if (c == Grammar.QUERY || c == Grammar.BAD) {
                break;
            }
            // Only a slash followed by a slash or a dot, and rare bytes, can make a path less than canonical.
            plain &= c != Grammar.RARE && previous != Grammar.SLASH;
            previous = c;
        }
        head.plainPath = plain;
        head.pathEnd = p;
        while (p < limit && Grammar.TARGET[bytes[p] & 0xff] != Grammar.BAD) {
            p++;
        }
        head.targetEnd = p;
        return p;
    }

    private static Refusal targetFault(byte found) {
        return switch (found) {
            case CR -> Refusal.BAD_REQUEST_LINE;
            case LF -> Refusal.BARE_LF;
            default -> Refusal.BAD_TARGET;
        };
    }

    private ParseResult version(RequestHead head, int start, int limit) {
        byte[] bytes = head.bytes;
        int end = start + VERSION_BYTES;
        for (int p = start; p < Math.min(end, limit); p++) {
            if (!isVersionByte(bytes[p], p - start)) {
                return fields.refuse(bytes[p] == LF ? Refusal.BARE_LF : Refusal.BAD_VERSION);
            }
        }
        if (end >= limit) {
            return cutOff(head, fields.position, limit);
        }
        if (bytes[end] != CR) {
            return fields.refuse(bytes[end] == LF ? Refusal.BARE_LF : Refusal.BAD_VERSION);
        }
        if (end + 1 >= limit) {
            return cutOff(head, fields.position, limit);
        }
        if (bytes[end + 1] != LF) {
            return fields.refuse(Refusal.BARE_CR);
        }
        Refusal refusal = judge(head, start);
        fields.position = end + 2;
        return refusal == null ? ParseResult.COMPLETE : fields.refuse(refusal);
    }

    private static boolean isVersionByte(byte found, int at) {
        char expected = "HTTP/1.1".charAt(at);
        return expected == '1' ? found >= '0' && found <= '9' : found == expected;
    }

    private @Nullable Refusal judge(RequestHead head, int version) {
        byte[] bytes = head.bytes;
        int start = fields.position;
        boolean supported = bytes[version + 5] == '1' && bytes[version + 7] <= '1';
        if (!supported) {
            boolean preface = Grammar.isText(bytes, start, version, "pri * ");
            return preface ? Refusal.HTTP2_PREFACE : Refusal.VERSION_UNSUPPORTED;
        }
        head.versionMinor = bytes[version + 7] - '0';
        Refusal refusal = method(head, start);
        return refusal == null ? target(head, head.methodEnd + 1) : refusal;
    }

    private static @Nullable Refusal method(RequestHead head, int start) {
        byte[] bytes = head.bytes;
        for (String method : METHODS) {
            if (Grammar.isExactly(bytes, start, head.methodEnd, method)) {
                head.method = method;
                return null;
            }
        }
        for (int p = start; p < head.methodEnd; p++) {
            if ((bytes[p] < 'A' || bytes[p] > 'Z') && bytes[p] != '-') {
                return Refusal.METHOD_UNKNOWN;
            }
        }
        head.method = head.text(start, head.methodEnd);
        return switch (head.method) {
            case "CONNECT" -> Refusal.CONNECT;
            case "TRACE" -> Refusal.TRACE;
            default -> null;
        };
    }

    private static @Nullable Refusal target(RequestHead head, int start) {
        byte[] bytes = head.bytes;
        head.targetStart = start;
        if (bytes[start] == '/') {
            return head.plainPath ? null : canonical(head);
        }
        if (bytes[start] == '*' && head.targetEnd == start + 1) {
            return Refusal.ASTERISK;
        }
        boolean http = Grammar.startsWith(bytes, start, head.pathEnd, "http://");
        if (!http && !Grammar.startsWith(bytes, start, head.pathEnd, "https://")) {
            return Refusal.TARGET_FORM;
        }
        int p = start + (http ? 7 : 8);
        while (p < head.pathEnd && bytes[p] != '/') {
            p++;
        }
        head.targetStart = p;
        return canonical(head);
    }

    private static @Nullable Refusal canonical(RequestHead head) {
        head.plainPath = false;
        return head.canonical.take(head.bytes, head.targetStart, head.pathEnd);
    }

    private ParseResult cutOff(RequestHead head, int start, int limit) {
        return fields.isTooLong(start, limit) ? fields.refuse(Refusal.LINE_TOO_LONG) : fields.needMore(head);
    }
}
