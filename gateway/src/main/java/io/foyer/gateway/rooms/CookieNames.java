package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.netty.util.AsciiString;

/**
 * What a room's cookies are called. Over https the names have the {@code __Host-} prefix, so that no sibling domain can set
 * them (RFC 6265bis section 4.1.3.2). Rooms beside {@code main} have names of their own: a place in one costs none in another.
 */
final class CookieNames {
    private final AsciiString ticket;
    private final AsciiString pass;
    private final AsciiString secureTicket;
    private final AsciiString securePass;

    private CookieNames(String suffix) {
        ticket = AsciiString.cached("foyer-ticket" + suffix);
        pass = AsciiString.cached("foyer-pass" + suffix);
        secureTicket = AsciiString.cached("__Host-foyer-ticket" + suffix);
        securePass = AsciiString.cached("__Host-foyer-pass" + suffix);
    }

    static CookieNames of(RoomId room) {
        return new CookieNames(room.room().equals(RoomId.MAIN) ? "" : "-" + room.room());
    }

    AsciiString ticket(boolean secure) {
        return secure ? secureTicket : ticket;
    }

    AsciiString pass(boolean secure) {
        return secure ? securePass : pass;
    }

    /** A line that takes the ticket away from the buyer. */
    String clearTicketLine(boolean secure) {
        return setLine(ticket(secure), "", 0, secure);
    }

    /** Lines that take ticket and pass away from the buyer. */
    String clearLines(boolean secure) {
        return clearTicketLine(secure) + setLine(pass(secure), "", 0, secure);
    }

    /** A {@code Set-Cookie} line. @param maxAgeSeconds 0 deletes the cookie */
    static String setLine(AsciiString name, String value, long maxAgeSeconds, boolean secure) {
        return "Set-Cookie: " + name + "=" + value + "; Path=/; Max-Age=" + maxAgeSeconds + "; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure\r\n" : "\r\n");
    }
}
