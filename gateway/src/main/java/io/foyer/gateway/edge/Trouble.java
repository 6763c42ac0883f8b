package io.foyer.gateway.edge;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.limits.Limit;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Why a request cannot go on, and what the buyer is told.
 *
 * @param proxyError as {@code Proxy-Status} names it (RFC 9209 section 2.3)
 */
record Trouble(int status, String detail, String proxyError) {
    static final Trouble INTERNAL = new Trouble(500, "internal error", ProxyStatus.INTERNAL_ERROR);
    static final Trouble TOO_LATE =
            new Trouble(504, "the request was not complete in time", ProxyStatus.RESPONSE_TIMEOUT);

    static Trouble ofBuyer(int status, String detail) {
        return new Trouble(status, detail, ProxyStatus.REQUEST_ERROR);
    }

    static Trouble ofShop(UpstreamFault fault) {
        return new Trouble(fault.status(), fault.detail(), fault.proxyError());
    }

    /** @param request null when its head could not be read */
    Answer answer(Edge edge, @Nullable RequestHead request) {
        return ProxyStatus.on(edge.errors().error(status, detail, request), proxyError, detail);
    }

    /** Counts it when the client ran into a limit. */
    void tally(Edge edge, InetAddress client) {
        if (status == 413) {
            edge.guard().tally().reached(Limit.BODY_SIZE, client);
        } else if (status == 431 || status == 414) {
            edge.guard().tally().reached(Limit.HEADER_SIZE, client);
        }
    }
}
