package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.Pass;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.token.TokenCodec;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best of the passes and tickets that a request brings, in cookies or as {@code Authorization: Foyer <ticket>}.
 * One for each event loop, for it holds state while it reads.
 *
 * <p>A buyer may send several cookies of one name (a sibling domain may have set one, or an old one was left): all are looked
 * at, up to {@link #CANDIDATES_MAX}, and any order gives the same result.
 */
final class CredentialReader {
    private static final int CANDIDATES_MAX = 16;
    private static final byte[] SCHEME = "foyer ".getBytes(StandardCharsets.US_ASCII);

    private final TokenCodec codec;
    private final RequestHead.CookieVisitor takePass = this::takePass;
    private final RequestHead.CookieVisitor takeTicket = this::takeTicket;

    private final RequestHead.CookieVisitor countCookie = this::countCookie;

    private @Nullable PassMemo memo;
    private @Nullable PassMemo remembered;
    private @Nullable Pass pass;
    private byte @Nullable [] passBytes;
    private @Nullable TicketMemo ticketMemo;
    private @Nullable Ticket ticket;
    private byte @Nullable [] ticketBytes;
    private RoomId room = new RoomId("none", RoomId.MAIN);
    private long nowSeconds;
    private int candidates;

    CredentialReader(TokenCodec codec) {
        this.codec = codec;
    }

    TokenCodec codec() {
        return codec;
    }

    String sign(Ticket given) {
        return new String(codec.sign(given), StandardCharsets.US_ASCII);
    }

    /**
     * Looks for a pass cookie that is good for the room.
     *
     * @param known what the connection remembers; if a cookie brings just that, nothing is verified
     * @return whether there is one: {@link #remembered()} or else {@link #pass()}
     */
    boolean readPass(Exchange exchange, Room target, @Nullable PassMemo known, long now) {
        start(target.id(), now);
        memo = known;
        RequestHead request = exchange.request();
        request.visitCookies(target.cookies().pass(exchange.isSecure()), takePass);
        return remembered != null || pass != null;
    }

    @Nullable
    PassMemo remembered() {
        return remembered;
    }

    @Nullable
    Pass pass() {
        return pass;
    }

    /** The bytes that brought {@link #pass()}. */
    byte @Nullable [] passBytes() {
        return passBytes;
    }

    /**
     * The best ticket for the room, in a cookie; a place goes before a stamp, an earlier place before a later one.
     *
     * @param known what the connection remembers
     */
    @Nullable
    Ticket cookieTicket(Exchange exchange, Room target, @Nullable TicketMemo known, long now) {
        start(target.id(), now);
        ticketMemo = known;
        exchange.request().visitCookies(target.cookies().ticket(exchange.isSecure()), takeTicket);
        return ticket;
    }

    /** The bytes of the last {@link #cookieTicket} if they were verified; null if the connection remembered them. */
    byte @Nullable [] ticketBytes() {
        return ticketBytes;
    }

    /** The ticket that the Authorization header brings, of any room of the shop. */
    @Nullable
    Ticket headerTicket(RequestHead request, String shop, long now) {
        int index = request.indexOf("authorization", 0);
        if (index < 0) {
            return null;
        }
        int start = request.valueStart(index);
        int end = request.valueEnd(index);
        if (!startsWithScheme(request.bytes(), start, end)) {
            return null;
        }
        Ticket found = codec.verifyTicket(request.bytes(), start + SCHEME.length, end, now)
                .orNull();
        return found != null && found.room().shop().equals(shop) ? found : null;
    }

    boolean bringsTicketCookie(Exchange exchange, Room target) {
        candidates = 0;
        exchange.request().visitCookies(target.cookies().ticket(exchange.isSecure()), countCookie);
        return candidates > 0;
    }

    boolean bringsHeader(RequestHead request) {
        int index = request.indexOf("authorization", 0);
        return index >= 0 && startsWithScheme(request.bytes(), request.valueStart(index), request.valueEnd(index));
    }

    private static boolean startsWithScheme(byte[] bytes, int start, int end) {
        if (end - start <= SCHEME.length) {
            return false;
        }
        for (int i = 0; i < SCHEME.length; i++) {
            int c = bytes[start + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != SCHEME[i]) {
                return false;
            }
        }
        return true;
    }

    private void start(RoomId target, long now) {
        memo = null;
        remembered = null;
        pass = null;
        passBytes = null;
        ticketMemo = null;
        ticket = null;
        ticketBytes = null;
        room = target;
        nowSeconds = now;
        candidates = 0;
    }

    private void takePass(byte[] array, int start, int end) {
        if (memo != null && memo.isFor(array, start, end) && memo.pass().isLiveAt(nowSeconds)) {
            remembered = memo;
        } else if (remembered == null && candidates++ < CANDIDATES_MAX) {
            Pass found = codec.verifyPass(array, start, end, nowSeconds).orNull();
            if (found != null && found.room().equals(room) && isBetter(found)) {
                pass = found;
                passBytes = Arrays.copyOfRange(array, start, end);
            }
        }
    }

    private boolean isBetter(Pass found) {
        return pass == null || found.endsAtSeconds() > pass.endsAtSeconds();
    }

    private void takeTicket(byte[] array, int start, int end) {
        if (candidates++ >= CANDIDATES_MAX) {
            return;
        }
        Ticket known = ticketMemo == null ? null : ticketMemo.ticketOf(array, start, end, nowSeconds);
        Ticket found = known != null
                ? known
                : codec.verifyTicket(array, start, end, nowSeconds).orNull();
        if (found != null && found.room().equals(room) && (ticket == null || isAhead(found, ticket))) {
            ticket = found;
            ticketBytes = known != null ? null : Arrays.copyOfRange(array, start, end);
        }
    }

    private void countCookie(byte[] array, int start, int end) {
        candidates++;
    }

    private static boolean isAhead(Ticket a, Ticket b) {
        return a.fold(
                placed -> b.fold(other -> placed.place().compareTo(other.place()) < 0, stamp -> true),
                stamp -> b.fold(placed -> false, other -> stamp.arrivedAtMillis() < other.arrivedAtMillis()));
    }
}
