package io.foyer.loadtest.crowd;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a buyer carries: the ticket and the pass as cookies, or the ticket in {@code Authorization}. */
final class Credentials {
    private static final String TICKET = "foyer-ticket";
    private static final String PASS = "foyer-pass";

    private @Nullable String ticketCookie;
    private @Nullable String passCookie;
    private @Nullable String bareTicket;

    /** Keeps the cookies of Foyer that an answer sets; forgets those that it deletes. */
    void keep(HttpHeaders answer) {
        cookies(answer).forEach(this::keep);
    }

    /** Takes the ticket alone: a client that is let in at once is told it in a header, for the body is the shop's. */
    void keepTicketOf(HttpHeaders answer) {
        String ticket = answer.get("Foyer-Ticket");
        if (ticket != null) {
            bareTicket = ticket;
        }
    }

    private static Stream<Cookie> cookies(HttpHeaders answer) {
        return answer.getAll(HttpHeaderNames.SET_COOKIE).stream()
                .map(ClientCookieDecoder.LAX::decode)
                .filter(Objects::nonNull);
    }

    private void keep(Cookie cookie) {
        boolean deleted = cookie.maxAge() == 0 || cookie.value().isEmpty();
        String pair = deleted ? null : cookie.name() + "=" + cookie.value();
        if (cookie.name().endsWith(TICKET)) {
            ticketCookie = pair;
        } else if (cookie.name().endsWith(PASS)) {
            passCookie = pair;
        }
    }

    void keepBareTicket(String ticket) {
        bareTicket = ticket;
    }

    boolean hasTicket() {
        return ticketCookie != null || bareTicket != null;
    }

    boolean hasPass() {
        return passCookie != null;
    }

    boolean hasAny() {
        return hasTicket() || hasPass();
    }

    void forget() {
        ticketCookie = null;
        passCookie = null;
        bareTicket = null;
    }

    void addTo(HttpHeaders request) {
        if (bareTicket != null) {
            request.set(HttpHeaderNames.AUTHORIZATION, "Foyer " + bareTicket);
        } else if (ticketCookie != null && passCookie != null) {
            request.set(HttpHeaderNames.COOKIE, ticketCookie + "; " + passCookie);
        } else if (ticketCookie != null) {
            request.set(HttpHeaderNames.COOKIE, ticketCookie);
        } else if (passCookie != null) {
            request.set(HttpHeaderNames.COOKIE, passCookie);
        }
    }
}
