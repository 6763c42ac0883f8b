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
    private static final int OWN_BYTES = 320;

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
        AsciiString authority = head.authority.ascii();
        out.ensureWritable(
                head.filled + forwardedLines.length + extraLines.length + 2 * authority.length() + OWN_BYTES);
        writeTarget(out, head);
        out.writeBytes(VERSION_LINE);
        writeLine(out, HOST, authority);
        writeRequestFields(out, head);
        writeFraming(out, head, head.bodyKind());
        out.writeBytes(forwardedLines);
        writeLine(out, FORWARDED_HOST, authority);
        if (head.isHttp2()) {
            out.writeBytes(VIA_2_0);
        } else {
            writeVia(out, head);
        }
        if (head.trace.isPresent()) {
            head.trace.writeLine(out);
        }
        out.writeBytes(extraLines).writeBytes(CRLF);
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
        out.ensureWritable(head.filled + extraLines.length + OWN_BYTES);
        out.writeBytes(STATUS_LINE);
        writeNumber(out, head.status());
        out.writeByte(' ').writeBytes(head.bytes, head.reasonStart, head.reasonEnd - head.reasonStart);
        out.writeBytes(CRLF);
        BodyKind kind = head.kindFor(request);
        writeResponseFields(out, head, kind);
        if (!head.isInterim()) {
            writeFraming(out, head, kind);
            writeVia(out, head);
        }
        if (!head.isInterim() && !head.isSwitch()) {
            writePersistence(out, request, kind == BodyKind.UNTIL_CLOSE ? Persistence.CLOSE : persistence);
        }
        out.writeBytes(extraLines).writeBytes(CRLF);
    }

    /** The lines by which a connection is asked, or agrees, to change to another protocol (RFC 9110 section 7.8). */
    public static byte[] upgradeLines(String protocol) {
        byte[] name = ascii(protocol + "\r\n");
        byte[] lines = Arrays.copyOf(UPGRADE, UPGRADE.length + name.length);
        System.arraycopy(name, 0, lines, UPGRADE.length, name.length);
        return lines;
    }

    private static void writeTarget(ByteBuf out, RequestHead head) {
        int start = head.methodEnd - head.method.length();
        if (head.plainPath) {
            out.writeBytes(head.bytes, start, head.targetEnd - start);
            return;
        }
        out.writeBytes(head.bytes, start, head.methodEnd + 1 - start);
        out.writeBytes(head.canonical.forwarded(), 0, head.canonical.forwardedLength());
        out.writeBytes(head.bytes, head.pathEnd, head.targetEnd - head.pathEnd);
    }

    private static void writeRequestFields(ByteBuf out, RequestHead head) {
        int runStart = -1;
        for (int i = 0; i < head.headerCount(); i++) {
            if (goesToShop(head, i) && !head.isNominated(i)) {
                runStart = runStart < 0 ? head.nameStart(i) : runStart;
                continue;
            }
            endRun(out, head, runStart, i);
            runStart = -1;
            if (head.kind(i) == Field.COOKIE && !head.isNominated(i)) {
                Cookies.writeOthers(out, head.bytes, head.valueStart(i), head.valueEnd(i));
            }
        }
        endRun(out, head, runStart, head.headerCount());
    }

    private static void writeResponseFields(ByteBuf out, ResponseHead head, BodyKind kind) {
        int runStart = -1;
        for (int i = 0; i < head.headerCount(); i++) {
            if (goesToBuyer(head, i, kind) && !head.isNominated(i)) {
                runStart = runStart < 0 ? head.nameStart(i) : runStart;
            } else {
                endRun(out, head, runStart, i);
                runStart = -1;
            }
        }
        endRun(out, head, runStart, head.headerCount());
    }

    private static void endRun(ByteBuf out, HeaderBlock head, int runStart, int next) {
        if (runStart >= 0) {
            out.writeBytes(head.bytes, runStart, head.lineEnd(next - 1) - runStart);
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
            case COOKIE -> !Cookies.hasFoyer(head.bytes, head.valueStart(i), head.valueEnd(i));
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

    private static void writeFraming(ByteBuf out, MessageHead head, BodyKind kind) {
        if (kind == BodyKind.CHUNKED) {
            out.writeBytes(CHUNKED);
        } else if (kind == BodyKind.LENGTH) {
            out.writeBytes(CONTENT_LENGTH);
            writeNumber(out, head.contentLength());
            out.writeBytes(CRLF);
        }
    }

    private static void writeVia(ByteBuf out, MessageHead head) {
        out.writeBytes(head.versionMinor() == 1 ? VIA : VIA_1_0);
    }

    private static void writePersistence(ByteBuf out, RequestHead request, Persistence persistence) {
        if (persistence == Persistence.CLOSE) {
            out.writeBytes(CLOSE);
        } else if (request.versionMinor() == 0) {
            out.writeBytes(KEEP_ALIVE);
        }
    }

    private static void writeLine(ByteBuf out, byte[] nameAndColon, AsciiString value) {
        out.writeBytes(nameAndColon).writeBytes(value.array(), value.arrayOffset(), value.length());
        out.writeBytes(CRLF);
    }

    /** Writes a number that is not negative in decimal digits. */
    public static void writeNumber(ByteBuf out, long number) {
        long unit = 1;
        while (number / unit > 9) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            out.writeByte('0' + (int) (number / unit % 10));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
