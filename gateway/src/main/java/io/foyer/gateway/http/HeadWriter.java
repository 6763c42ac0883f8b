package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * Builds the heads that leave the gateway anew from the parsed parts. Fields that go on are copied in runs, as they came;
 * what concerns one hop only, or is ours to say, is left out and said anew (RFC 9110 sections 7.6.1 and 7.6.3).
 */
public final class HeadWriter {
    private static final byte[] VERSION_LINE = ascii(" HTTP/1.1\r\n");
    private static final byte[] STATUS_LINE = ascii("HTTP/1.1 ");
    private static final byte[] HOST = ascii("Host: ");
    private static final byte[] FORWARDED_HOST = ascii("X-Forwarded-Host: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] VIA = ascii("Via: 1.1 foyer\r\n");
    private static final byte[] VIA_2_0 = ascii("Via: 2.0 foyer\r\n");
    private static final byte[] VIA_1_0 = ascii("Via: 1.0 foyer\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: ");
    private static final byte[] CRLF = ascii("\r\n");

    private HeadWriter() {}

    /** What becomes of a connection after the response. */
    public enum Persistence {
        KEEP,
        CLOSE
    }

    /**
     * The lines that tell the shop who asks: {@code X-Forwarded-For} and {@code X-Forwarded-Proto}, once a connection.
     *
     * @param clients the client's address, behind those of trusted proxies in their order
     * @param scheme {@code http} or {@code https}
     */
    public static byte[] forwardedLines(String clients, String scheme) {
        return HeaderLines.NONE
                .with("X-Forwarded-For", clients)
                .with("X-Forwarded-Proto", scheme)
                .bytes();
    }

    /**
     * Writes a request to the shop, for a kept connection. The body is to be framed as {@link RequestHead#bodyKind()} says.
     *
     * @param forwardedLines from {@link #forwardedLines}
     * @param extraLines more lines of our own, from {@link HeaderLines}
     */
    public static void writeRequest(ByteBuf out, RequestHead head, byte[] forwardedLines, byte[] extraLines) {
        HeadBytes lines = HeadBytes.start();
        AsciiString authority = head.authority.ascii();
        putTarget(lines, head);
        lines.put(VERSION_LINE);
        putLine(lines, HOST, authority);
        putRequestFields(lines, head);
        putFraming(lines, head, head.bodyKind());
        lines.put(forwardedLines);
        putLine(lines, FORWARDED_HOST, authority);
        if (head.isHttp2()) {
            lines.put(VIA_2_0);
        } else {
            putVia(lines, head);
        }
        if (head.trace.isPresent()) {
            head.trace.putLine(lines);
        }
        lines.put(extraLines).put(CRLF).writeTo(out);
    }

    /**
     * Writes the shop's response to the buyer. The body is to be framed as {@link ResponseHead#kindFor} says; when that is
     * until close, or the persistence is CLOSE, the connection has to be closed after it.
     *
     * @param extraLines lines of our own, from {@link HeaderLines}; none for an interim response, which HTTP/1.0 must not get at
     *     all (RFC 9110 section 15.2)
     */
    public static void writeResponse(
            ByteBuf out, ResponseHead head, RequestHead request, Persistence persistence, byte[] extraLines) {
        HeadBytes lines = HeadBytes.start();
        lines.put(STATUS_LINE).putNumber(head.status()).put(' ');
        lines.put(head.bytes, head.reasonStart, head.reasonEnd - head.reasonStart)
                .put(CRLF);
        BodyKind kind = head.kindFor(request);
        putResponseFields(lines, head, kind);
        if (!head.isInterim()) {
            putFraming(lines, head, kind);
            putVia(lines, head);
        }
        if (!head.isInterim() && !head.isSwitch()) {
            putPersistence(lines, request, kind == BodyKind.UNTIL_CLOSE ? Persistence.CLOSE : persistence);
        }
        lines.put(extraLines).put(CRLF).writeTo(out);
    }

    /** The lines by which a connection is asked, or agrees, to change to another protocol (RFC 9110 section 7.8). */
    public static byte[] upgradeLines(String protocol) {
        byte[] name = ascii(protocol + "\r\n");
        byte[] lines = Arrays.copyOf(UPGRADE, UPGRADE.length + name.length);
        System.arraycopy(name, 0, lines, UPGRADE.length, name.length);
        return lines;
    }

    private static void putTarget(HeadBytes lines, RequestHead head) {
        int start = head.methodEnd - head.method.length();
        if (head.plainPath) {
            lines.put(head.bytes, start, head.targetEnd - start);
            return;
        }
        lines.put(head.bytes, start, head.methodEnd + 1 - start);
        lines.put(head.canonical.forwarded(), 0, head.canonical.forwardedLength());
        lines.put(head.bytes, head.pathEnd, head.targetEnd - head.pathEnd);
    }

    private static void putRequestFields(HeadBytes lines, RequestHead head) {
        int runStart = -1;
        for (int i = 0; i < head.headerCount(); i++) {
            if (goesToShop(head, i) && !head.isNominated(i)) {
                runStart = runStart < 0 ? head.nameStart(i) : runStart;
                continue;
            }
            endRun(lines, head, runStart, i);
            runStart = -1;
            if (head.kind(i) == Field.COOKIE && !head.isNominated(i)) {
                Cookies.putOthers(lines, head, i);
            }
        }
        endRun(lines, head, runStart, head.headerCount());
    }

    private static void putResponseFields(HeadBytes lines, ResponseHead head, BodyKind kind) {
        int runStart = -1;
        for (int i = 0; i < head.headerCount(); i++) {
            if (goesToBuyer(head, i, kind) && !head.isNominated(i)) {
                runStart = runStart < 0 ? head.nameStart(i) : runStart;
            } else {
                endRun(lines, head, runStart, i);
                runStart = -1;
            }
        }
        endRun(lines, head, runStart, head.headerCount());
    }

    private static void endRun(HeadBytes lines, HeaderBlock head, int runStart, int next) {
        if (runStart >= 0) {
            lines.put(head.bytes, runStart, head.lineEnd(next - 1) - runStart);
        }
    }

    private static boolean goesToShop(RequestHead head, int i) {
        return switch (head.kind(i)) {
            case OTHER, SET_COOKIE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE -> true;
            case LOCATION, WWW_AUTHENTICATE, ALT_SVC -> true;
            case EXPECT -> head.expectContinue && head.hasBody();
            case TRAILER -> head.bodyKind() == BodyKind.CHUNKED;
            case TRACESTATE ->
                head.trace.isContinued() && TraceState.isValid(head.bytes, head.valueStart(i), head.valueEnd(i));
            case AUTHORIZATION -> !isFoyerAuthorization(head, i);
            default -> false;
        };
    }

    static boolean goesToBuyer(ResponseHead head, int i, BodyKind kind) {
        return switch (head.kind(i)) {
            case FOYER, FOYER_ORDER, FOYER_SESSION, PROXY, CONNECTION, KEEP_ALIVE, TE, UPGRADE, HTTP2_SETTINGS -> false;
            case TRANSFER_ENCODING, ALT_SVC -> false;
            case TRAILER -> kind == BodyKind.CHUNKED;
            // In answers to HEAD and in 304 it tells the length that a GET would have had.
            case CONTENT_LENGTH -> kind == BodyKind.NONE && head.status() >= 200 && head.status() != 204;
            default -> true;
        };
    }

    private static boolean isFoyerAuthorization(RequestHead head, int i) {
        int start = head.valueStart(i);
        int end = head.valueEnd(i);
        boolean named = Grammar.startsWith(head.bytes, start, end, "foyer");
        return named && (end == start + 5 || Grammar.isSpace(head.bytes[start + 5]));
    }

    private static void putFraming(HeadBytes lines, MessageHead head, BodyKind kind) {
        if (kind == BodyKind.CHUNKED) {
            lines.put(CHUNKED);
        } else if (kind == BodyKind.LENGTH) {
            lines.put(CONTENT_LENGTH).putNumber(head.contentLength()).put(CRLF);
        }
    }

    private static void putVia(HeadBytes lines, MessageHead head) {
        lines.put(head.versionMinor() == 1 ? VIA : VIA_1_0);
    }

    private static void putPersistence(HeadBytes lines, RequestHead request, Persistence persistence) {
        if (persistence == Persistence.CLOSE) {
            lines.put(CLOSE);
        } else if (request.versionMinor() == 0) {
            lines.put(KEEP_ALIVE);
        }
    }

    private static void putLine(HeadBytes lines, byte[] nameAndColon, AsciiString value) {
        lines.put(nameAndColon)
                .put(value.array(), value.arrayOffset(), value.length())
                .put(CRLF);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
