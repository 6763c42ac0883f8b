package io.foyer.gateway.rooms;

import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.token.BuyerIds;
import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of those who wait: finds the one that a request brings, makes new ones, and gives them to their holders. Any event
 * loop may call.
 */
final class Tickets {
    /** A ticket is of no use this long after its buyer was last heard from. */
    private static final long USEFUL_SECONDS = Duration.ofDays(2).toSeconds();

    /** A ticket that was signed less than this ago is not signed again, unless its place has been called since. */
    private static final long FRESH_SECONDS = 30;

    private final String gateway;
    private final Credentials credentials;
    private final SteadyClock clock;
    private final BuyerIds buyers = new BuyerIds(new SecureRandom());

    Tickets(String gateway, Credentials credentials, SteadyClock clock) {
        this.gateway = gateway;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The ticket that the request brings for the room. */
    @Nullable
    Ticket find(Exchange exchange, Room room, long now) {
        CredentialReader reader = credentials.reader();
        Ticket inHeader = reader.headerTicket(exchange.request(), room.id().shop(), now);
        if (inHeader != null && inHeader.room().equals(room.id())) {
            return room.current(inHeader);
        }
        Ticket inCookie = reader.cookieTicket(exchange, room, memo(exchange, reader), now);
        byte[] verified = reader.ticketBytes();
        if (inCookie != null && verified != null) {
            exchange.memo().set(new TicketMemo(reader, verified, inCookie));
        }
        return room.current(inCookie);
    }

    /** The ticket that the Authorization header brings, of any room of the shop. */
    @Nullable
    Ticket inHeader(Exchange exchange, ShopState state) {
        return credentials
                .reader()
                .headerTicket(exchange.request(), state.config().name(), clock.seconds());
    }

    /** Whether the buyer brought the ticket just as it is now. */
    boolean isAsBrought(Exchange exchange, Ticket.Numbered ticket) {
        TicketMemo memo = memo(exchange, credentials.reader());
        return memo == null ? ticket.lot() == null : memo.holds(ticket);
    }

    private static @Nullable TicketMemo memo(Exchange exchange, CredentialReader reader) {
        return exchange.memo().get() instanceof TicketMemo memo && memo.isOf(reader) ? memo : null;
    }

    /** What a code says, if it is genuine and in time. */
    @Nullable
    Invitation invitation(String code) {
        byte[] text = code.getBytes(StandardCharsets.UTF_8);
        return credentials
                .reader()
                .codec()
                .verifyCode(text, 0, text.length, clock.seconds())
                .orNull();
    }

    /** The holder of a valid ticket was heard from: noted once a second, which is how often the store is told. */
    void heard(Exchange exchange, Room room, Ticket.Numbered ticket) {
        TicketMemo memo = memo(exchange, credentials.reader());
        long now = clock.seconds();
        if (memo == null || memo.isPresenceDue(now)) {
            room.heard(ticket, now);
        }
    }

    /** The ticket of one who has joined. */
    Ticket.Numbered numbered(
            Room room, Place place, JoinReply.Joined reply, boolean entering, Ticket.@Nullable Provisional stamp) {
        Place serving = entering ? place : Place.START;
        Ticket.Lot lot = reply.sale() == 0 ? null : new Ticket.Lot(reply.sale(), place.number(), 0);
        Ticket.Life life = stamp != null ? stamp.life() : newLife();
        return new Ticket.Numbered(room.id(), place, reply.lineage(), life, serving, lot);
    }

    /** The stamp of one who is to be numbered: the one that was brought, or a new one. */
    Ticket.Provisional provisional(Room room, Ticket.@Nullable Provisional stamp, long arrivedAtMillis) {
        return stamp != null
                ? stamp.seen(clock.seconds(), USEFUL_SECONDS)
                : new Ticket.Provisional(room.id(), arrivedAtMillis, gateway, newLife());
    }

    private Ticket.Life newLife() {
        return Ticket.Life.begin(buyers.next(), clock.seconds(), USEFUL_SECONDS);
    }

    /**
     * Stamps cost nothing, so they are not worth keeping: whoever was away for longer than a place is kept arrives anew. An
     * invitation is worth something, and ends by itself.
     */
    boolean isForgotten(Ticket.Provisional stamp, ShopState state) {
        if (stamp.invitation() != null) {
            return false;
        }
        Duration keep = state.config().place().keep();
        return clock.seconds() - stamp.life().seenAtSeconds() > keep.toSeconds();
    }

    /** The ticket with its buyer heard from, or the same when that was only just so and nothing is new. */
    Ticket.Numbered seen(Exchange exchange, Ticket.Numbered ticket, @Nullable RoomView view) {
        long now = clock.seconds();
        if (view == null || isUpToDate(ticket, view, now)) {
            return ticket;
        }
        TicketMemo memo = memo(exchange, credentials.reader());
        Ticket.Numbered given = memo == null ? null : memo.givenFor(ticket);
        return given != null && isUpToDate(given, view, now) ? given : ticket.seen(view.serving(), now, USEFUL_SECONDS);
    }

    private static boolean isUpToDate(Ticket.Numbered ticket, RoomView view, long now) {
        boolean isFresh = now - ticket.life().seenAtSeconds() < FRESH_SECONDS;
        boolean hasNews = view.isCalled(ticket.place()) && !ticket.place().isCalledAt(ticket.servingSeen());
        return isFresh && !hasNews;
    }

    /**
     * What an answer gives a ticket's holder: a cookie, and the ticket in words for a client that brought no cookie. A browser
     * keeps its ticket where no script on the shop's pages can read it.
     */
    Answers.WaitAnswer given(Exchange exchange, Room room, @Nullable Ticket ticket) {
        if (ticket == null) {
            return Answers.WaitAnswer.PLAIN;
        }
        boolean secure = exchange.isSecure();
        CredentialReader reader = credentials.reader();
        TicketMemo memo = memo(exchange, reader);
        Answers.WaitAnswer again = memo == null ? null : memo.answerFor(ticket, secure);
        if (again != null) {
            return again;
        }
        String token = reader.sign(ticket);
        String line = CookieNames.setLine(room.cookies().ticket(secure), token, USEFUL_SECONDS, secure);
        boolean hasCookie = reader.bringsTicketCookie(exchange, room);
        Answers.WaitAnswer answer = new Answers.WaitAnswer(line, hasCookie ? null : token);
        Ticket.Numbered placed = ticket.asNumbered();
        if (memo != null && placed != null && hasCookie) {
            memo.give(placed, token, secure, answer);
        }
        return answer;
    }
}
