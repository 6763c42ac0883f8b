package io.foyer.gateway.pages;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status object as JSON, alone and inside a problem (RFC 9457). Status polls are the most frequent answer of all, so the
 * caller may have it written straight into the buffer it sends.
 */
public final class StatusJson {
    private static final byte[] OPEN = ascii("{");
    private static final byte[] SHOP = ascii("\"shop\":");
    private static final byte[] ROOM = ascii(",\"room\":");
    private static final byte[] STATE = ascii(",\"state\":\"");
    private static final byte[] NUMBER = ascii("\",\"number\":");
    private static final byte[] AHEAD = ascii(",\"ahead\":");
    private static final byte[] WAITING = ascii(",\"waiting\":");
    private static final byte[] SERVING = ascii(",\"servingPosition\":");
    private static final byte[] NO_WAIT = ascii(",\"wait\":null");
    private static final byte[] WAIT_LOW = ascii(",\"wait\":{\"lowSeconds\":");
    private static final byte[] WAIT_LIKELY = ascii(",\"likelySeconds\":");
    private static final byte[] WAIT_HIGH = ascii(",\"highSeconds\":");
    private static final byte[] CLOSE = ascii("}");
    private static final byte[] NEXT_POLL = ascii(",\"nextPollSeconds\":");
    private static final byte[] MESSAGE = ascii(",\"message\":");
    private static final byte[] UPDATED_AT = ascii(",\"updatedAt\":");
    private static final byte[] TICKET = ascii(",\"ticket\":");
    private static final byte[] REASON = ascii(",\"reason\":");

    private static final byte[] HEADER_LINES = Headers.of(Map.of("Content-Type", "application/json"));

    private StatusJson() {}

    /** The answer to a status request: 200. */
    public static PageAnswer answer(RoomStatus status) {
        ByteBuf body = Unpooled.buffer(512);
        write(status, body);
        return new PageAnswer(200, HEADER_LINES, Bytes.take(body));
    }

    /** The header lines that go with {@link #write}, each ended by CRLF, without Content-Length. */
    public static byte[] headerLines() {
        return HEADER_LINES.clone();
    }

    /** Appends the status object; the buffer stays the caller's. */
    public static void write(RoomStatus status, ByteBuf out) {
        out.writeBytes(OPEN);
        writeMembers(status, out);
        out.writeBytes(CLOSE);
    }

    /** The answer to a client that is not a browser and has no pass: 429, a problem with the status object's members. */
    public static PageAnswer problem(RoomStatus status, String statusPath) {
        ByteBuf body = Unpooled.buffer(1024);
        body.writeCharSequence("{\"type\":\"urn:foyer:problem:waiting-room\",\"title\":", StandardCharsets.US_ASCII);
        JsonText.writeString(body, title(status.state()));
        body.writeCharSequence(",\"status\":429,\"detail\":", StandardCharsets.US_ASCII);
        JsonText.writeString(body, detail(status, statusPath));
        body.writeByte(',');
        writeMembers(status, body);
        body.writeBytes(CLOSE);
        byte[] headers = Headers.of(Map.of(
                "Content-Type", "application/problem+json", "Retry-After", Integer.toString(status.nextPollSeconds())));
        return new PageAnswer(429, headers, Bytes.take(body));
    }

    private static void writeMembers(RoomStatus status, ByteBuf out) {
        out.writeBytes(SHOP);
        JsonText.writeString(out, status.shop());
        out.writeBytes(ROOM);
        JsonText.writeString(out, status.room());
        out.writeBytes(STATE);
        out.writeCharSequence(status.state().wireName(), StandardCharsets.US_ASCII);
        out.writeBytes(NUMBER);
        JsonText.writeLong(out, status.number());
        out.writeBytes(AHEAD);
        JsonText.writeLong(out, status.ahead());
        out.writeBytes(WAITING);
        JsonText.writeLong(out, status.waiting());
        out.writeBytes(SERVING);
        JsonText.writeLong(out, status.servingPosition());
        writeWait(status.waitLeft(), out);
        out.writeBytes(NEXT_POLL);
        JsonText.writeLong(out, status.nextPollSeconds());
        out.writeBytes(MESSAGE);
        JsonText.writeString(out, status.message());
        out.writeBytes(UPDATED_AT);
        JsonText.writeInstant(out, status.updatedAt());
        out.writeBytes(TICKET);
        JsonText.writeString(out, status.ticket());
        PauseReason reason = status.reason();
        out.writeBytes(REASON);
        JsonText.writeString(out, reason == null ? null : reason.wireName());
    }

    private static void writeWait(@Nullable WaitRange wait, ByteBuf out) {
        if (wait == null) {
            out.writeBytes(NO_WAIT);
            return;
        }
        out.writeBytes(WAIT_LOW);
        JsonText.writeLong(out, wait.lowSeconds());
        out.writeBytes(WAIT_LIKELY);
        JsonText.writeLong(out, wait.likelySeconds());
        out.writeBytes(WAIT_HIGH);
        JsonText.writeLong(out, wait.highSeconds());
        out.writeBytes(CLOSE);
    }

    private static String title(RoomState state) {
        return switch (state) {
            case LOBBY -> "The sale has not started";
            case WAITING -> "In line";
            case CALLED, ADMITTED -> "It is your turn";
            case PAUSED -> "The line stands still";
            case CLOSED -> "The room is closed";
            case NONE -> "No place in line";
        };
    }

    private static String detail(RoomStatus status, String statusPath) {
        if (status.state() == RoomState.CALLED || status.state() == RoomState.ADMITTED) {
            return "Send the request again with the ticket to enter.";
        }
        String ahead = status.ahead() == null ? "" : status.ahead() + " ahead. ";
        return "%sKeep the ticket and ask GET %s again in %d s.".formatted(ahead, statusPath, status.nextPollSeconds());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
