package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    private static final byte[] STATE = ascii(",\"state\":");
    private static final byte[] NUMBER = ascii(",\"number\":");
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
    private static final byte[] NO_SALE = ascii(",\"sale\":null");
    private static final byte[] SALE_LOBBY_OPENS = ascii(",\"sale\":{\"lobbyOpensAt\":");
    private static final byte[] SALE_STARTS = ascii(",\"startsAt\":");
    private static final byte[] SALE_ENDS = ascii(",\"endsAt\":");
    private static final byte[] SALE_ORDER = ascii(",\"order\":");
    private static final byte[] LOBBY_NUMBER = ascii(",\"lobbyNumber\":");
    private static final byte[] DRAWN_PLACE = ascii(",\"drawnPlace\":");
    private static final byte[] LOBBY_SIZE = ascii(",\"lobbySize\":");
    private static final byte[] NULL = ascii("null");

    /** Status polls come one after the other: each writes into the same bytes. */
    private static final FastThreadLocal<JsonBytes> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected JsonBytes initialValue() {
            return new JsonBytes();
        }
    };

    private static final byte[] HEADER_LINES = Headers.of(Map.of("Content-Type", "application/json"));

    private static final byte[] PROBLEM_HEADER_LINES = Headers.of(Map.of("Content-Type", "application/problem+json"));

    private StatusJson() {}

    /** The answer to a status request: 200. */
    public static PageAnswer answer(RoomStatus status) {
        JsonBytes body = SCRATCH.get().restart();
        return new PageAnswer(200, HEADER_LINES, object(status, body).toArray());
    }

    /** The header lines that go with {@link #write}, each ended by CRLF, without Content-Length. */
    public static byte[] headerLines() {
        return HEADER_LINES.clone();
    }

    /** Appends the status object; the buffer stays the caller's. */
    public static void write(RoomStatus status, ByteBuf out) {
        json(status).writeTo(out);
    }

    /** The answer to a client that is not a browser and has no pass: 429, a problem with the status object's members. */
    public static PageAnswer problem(RoomStatus status, String statusPath) {
        JsonBytes body = new JsonBytes()
                .raw("{\"type\":\"urn:foyer:problem:waiting-room\",\"title\":")
                .string(title(status.state()))
                .raw(",\"status\":429,\"detail\":")
                .string(detail(status, statusPath))
                .raw(",");
        members(status, body).raw(CLOSE);
        return new PageAnswer(429, PROBLEM_HEADER_LINES, body.toArray())
                .withHeader("Retry-After", Integer.toString(status.nextPollSeconds()));
    }

    static JsonBytes json(RoomStatus status) {
        return object(status, new JsonBytes());
    }

    private static JsonBytes object(RoomStatus status, JsonBytes out) {
        return members(status, out.raw(OPEN)).raw(CLOSE);
    }

    private static JsonBytes members(RoomStatus status, JsonBytes out) {
        out.raw(SHOP).string(status.shop());
        out.raw(ROOM).string(status.room());
        out.raw(STATE).string(status.state().wireName());
        out.raw(NUMBER).number(status.number());
        out.raw(AHEAD).number(status.ahead());
        out.raw(WAITING).number(status.waiting());
        out.raw(SERVING).number(status.servingPosition());
        waitLeft(status.waitLeft(), out);
        out.raw(NEXT_POLL).number(status.nextPollSeconds());
        out.raw(MESSAGE).string(status.message());
        out.raw(UPDATED_AT).instant(status.updatedAt());
        out.raw(TICKET).string(status.ticket());
        PauseReason reason = status.reason();
        out.raw(REASON).string(reason == null ? null : reason.wireName());
        return sale(status.sale(), out);
    }

    private static JsonBytes sale(@Nullable SaleStatus sale, JsonBytes out) {
        if (sale == null) {
            return out.raw(NO_SALE);
        }
        instant(SALE_LOBBY_OPENS, sale.lobbyOpensAt(), out);
        instant(SALE_STARTS, sale.startsAt(), out);
        instant(SALE_ENDS, sale.endsAt(), out);
        out.raw(SALE_ORDER).string(sale.isDrawn() ? "draw-lobby" : "fifo");
        SaleStatus.Lot lot = sale.lot();
        out.raw(LOBBY_NUMBER).number(lot == null ? null : Long.valueOf(lot.number()));
        out.raw(DRAWN_PLACE).number(lot == null ? null : lot.place());
        return out.raw(LOBBY_SIZE).number(lot == null ? null : lot.size()).raw(CLOSE);
    }

    private static void instant(byte[] name, @Nullable Instant at, JsonBytes out) {
        out.raw(name);
        if (at == null) {
            out.raw(NULL);
        } else {
            out.instant(at);
        }
    }

    private static void waitLeft(@Nullable WaitRange wait, JsonBytes out) {
        if (wait == null) {
            out.raw(NO_WAIT);
            return;
        }
        out.raw(WAIT_LOW).number(wait.lowSeconds());
        out.raw(WAIT_LIKELY).number(wait.likelySeconds());
        out.raw(WAIT_HIGH).number(wait.highSeconds());
        out.raw(CLOSE);
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
