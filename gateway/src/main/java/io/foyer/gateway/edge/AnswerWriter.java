package io.foyer.gateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.HeadBytes;
import io.foyer.gateway.http.HeadWriter.Persistence;
import io.foyer.gateway.http.RequestHead;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes answers made here. {@code Date} is made once a second, and the first lines once. */
final class AnswerWriter {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final byte[] CONTENT_LENGTH = "Content-Length: ".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = "Connection: keep-alive\r\n".getBytes(US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(US_ASCII);
    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
    private static final byte[] @Nullable [] STATUS_LINES = new byte[600][];
    private static final int OWN_BYTES = 160;

    private final Clock clock;
    private long dateSecond = Long.MIN_VALUE;
    private byte[] dateLine = {};

    static {
        for (int status = 200; status < STATUS_LINES.length; status++) {
            STATUS_LINES[status] = ("HTTP/1.1 " + status + " " + reason(status) + "\r\n").getBytes(US_ASCII);
        }
    }

    AnswerWriter(Clock clock) {
        this.clock = clock;
    }

    /** @param request null when its head could not be read */
    void write(Outbox outbox, Answer answer, @Nullable RequestHead request, Persistence persistence) {
        boolean hasBody = answer.status() != 204 && answer.status() != 304;
        int bodyBytes = hasBody && (request == null || !request.isHead()) ? answer.body().length : 0;
        HeadBytes lines = HeadBytes.start();
        lines.put(Objects.requireNonNull(STATUS_LINES[answer.status()])).put(answer.headerLines());
        if (hasBody) {
            lines.put(CONTENT_LENGTH).putNumber(answer.body().length).put(CRLF);
        }
        lines.put(dateLine());
        if (persistence == Persistence.CLOSE) {
            lines.put(CLOSE);
        } else if (request != null && request.versionMinor() == 0) {
            lines.put(KEEP_ALIVE);
        }
        ByteBuf out = outbox.room(answer.headerLines().length + bodyBytes + OWN_BYTES);
        lines.put(CRLF).writeTo(out);
        out.writeBytes(answer.body(), 0, bodyBytes);
    }

    /** {@code Date} of now, as a line. */
    byte[] dateLine() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        if (second != dateSecond) {
            dateSecond = second;
            dateLine = ("Date: " + IMF_FIXDATE.format(Instant.ofEpochSecond(second)) + "\r\n").getBytes(US_ASCII);
        }
        return dateLine;
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
