package io.foyer.gateway.rooms;

import io.foyer.admission.token.Ticket;
import io.foyer.gateway.config.RouteConfig;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.routing.Route;

/**
 * Decides the requests that need a pass. On the exchange's event loop.
 *
 * <p>Whoever skips the line by a rule of the config goes on. A pass that is good for the room goes on at once. Without one, a
 * called ticket is exchanged for a pass, a ticket that is not called waits, and who has neither joins the line, which below the
 * budget means to enter at once.
 */
final class Admission {
    private final Desk desk;
    private final Lanes lanes;

    Admission(Desk desk, Lanes lanes) {
        this.desk = desk;
        this.lanes = lanes;
    }

    void handle(Exchange exchange, ShopState state, Route route) {
        if (state.bypass().skipsLine(exchange, route)) {
            bypass(exchange, state, route);
            return;
        }
        Room asked = state.room(exchange.request());
        long now = desk.clock().seconds();
        PassMemo pass = desk.passes().find(exchange, state, asked, now);
        exchange.inRoom((pass == null ? asked : pass.room()).id().room());
        if (pass != null) {
            if (!lanes.hidesCode(exchange, state, asked)) {
                admitted(exchange, route, pass, now);
            }
            return;
        }
        if (desk.refusals().isShed(exchange) || desk.refusals().isTooMany(exchange)) {
            return;
        }
        Room room = lanes.of(exchange, state, asked);
        if (lanes.invites(exchange, state, asked, room)) {
            return;
        }
        exchange.inRoom(room.id().room());
        Visit visit = new Visit(desk, exchange, state, room, route);
        Ticket ticket = desk.tickets().find(exchange, room, now);
        if (!room.phase().isJoinable() && !Standing.isCalled(ticket, room.view())) {
            visit.closed();
        } else if (ticket == null) {
            if (!desk.refusals().isNewcomerShed(exchange)) {
                visit.newcomer();
            }
        } else {
            visit.holder(ticket);
        }
    }

    private void bypass(Exchange exchange, ShopState state, Route route) {
        if (desk.refusals().isTooMany(exchange)) {
            return;
        }
        if (isOrder(exchange, state, route)) {
            new OrderRequest(desk, exchange, state.bypass(), route, Forwarding.NO_LINES).enter();
        } else {
            exchange.decided(Decision.BYPASS);
            exchange.forward(state.bypass().forwarding());
        }
    }

    private void admitted(Exchange exchange, Route route, PassMemo memo, long now) {
        memo.noteActive(now);
        Forwarding forwarding = desk.passes().forwarding(exchange, memo, now);
        if (isOrder(exchange, memo.shop(), route)) {
            new OrderRequest(desk, exchange, memo, route, forwarding.responseLines()).enter();
        } else if (!desk.refusals().isTooMany(exchange, memo)) {
            exchange.decided(Decision.PASS);
            exchange.forward(forwarding);
        }
    }

    static boolean isOrder(Exchange exchange, ShopState state, Route route) {
        return route.action() == RouteConfig.Action.ORDER
                || state.upstream()
                        .upstream()
                        .createsOrder(
                                exchange.request().method(), exchange.request().path());
    }
}
