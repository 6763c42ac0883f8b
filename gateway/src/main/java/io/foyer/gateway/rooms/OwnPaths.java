package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.draw.PublishedDraw;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Foyer answers itself below the reserved prefix; nothing there ever reaches the shop. On the exchange's event loop. */
final class OwnPaths {
    private static final String ROOMS = "rooms/";
    private static final String DRAW = "/draw";

    private final Desk desk;
    private final Lanes lanes;

    OwnPaths(Desk desk, Lanes lanes) {
        this.desk = desk;
        this.lanes = lanes;
    }

    void handle(Exchange exchange, ShopState state) {
        if (desk.refusals().isTooMany(exchange)) {
            return;
        }
        exchange.decided(Decision.OWN);
        String path = state.ownPath(exchange.request());
        switch (path) {
            case "status" -> {
                if (allows(exchange, "GET")) {
                    status(exchange, state);
                }
            }
            case "join" -> {
                if (allows(exchange, "POST") && isOwnForm(exchange)) {
                    join(exchange, state);
                }
            }
            case "leave" -> {
                if (allows(exchange, "POST") && isOwnForm(exchange)) {
                    leave(exchange, state);
                }
            }
            default -> {
                if (!path.startsWith(ROOMS) || !path.endsWith(DRAW)) {
                    fault(exchange, Fault.NOT_FOUND);
                } else if (allows(exchange, "GET")) {
                    draw(
                            exchange,
                            state.room(path.substring(
                                    ROOMS.length(), Math.max(ROOMS.length(), path.length() - DRAW.length()))));
                }
            }
        }
    }

    /** The draw as far as it may be known: nothing before the lobby opens, the key not before it is drawn. */
    private void draw(Exchange exchange, @Nullable Room room) {
        Optional<PublishedDraw> published = room == null || !room.plan().isDrawn()
                ? Optional.empty()
                : room.lottery().published();
        published.ifPresentOrElse(
                draw -> exchange.answer(desk.answers().json(draw.json())), () -> fault(exchange, Fault.NOT_FOUND));
    }

    private boolean allows(Exchange exchange, String method) {
        RequestHead request = exchange.request();
        if (request.method().equals(method) || request.isHead() && method.equals("GET")) {
            return true;
        }
        exchange.answer(desk.answers().fault(exchange, Fault.METHOD_NOT_ALLOWED).with("Allow: " + method + "\r\n"));
        return false;
    }

    private boolean isOwnForm(Exchange exchange) {
        if (SameOrigin.isSame(exchange.request())) {
            return true;
        }
        fault(exchange, Fault.FORBIDDEN);
        return false;
    }

    private void fault(Exchange exchange, Fault fault) {
        exchange.answer(desk.answers().fault(exchange, fault));
    }

    /** The room that the request is about: of its ticket, or of {@code ?room=}, or {@code main}. */
    private static @Nullable Room roomOf(ShopState state, RequestHead request, @Nullable Ticket ticket) {
        if (ticket != null) {
            return state.room(ticket.room().room());
        }
        String query = request.query();
        if (query == null) {
            return state.main();
        }
        for (String pair : query.split("&", 8)) {
            if (pair.startsWith("room=")) {
                return state.room(pair.substring("room=".length()));
            }
        }
        return state.main();
    }

    private void status(Exchange exchange, ShopState state) {
        Ticket inHeader = desk.tickets().inHeader(exchange, state);
        Room room = roomOf(state, exchange.request(), inHeader);
        if (room == null) {
            fault(exchange, Fault.NOT_FOUND);
            return;
        }
        exchange.inRoom(room.id().room());
        long now = desk.clock().seconds();
        PassMemo pass = desk.passes().find(exchange, state, room, now);
        if (pass != null) {
            pass.noteActive(now);
            Standing admitted = Standing.admitted(pass.pass().place(), room.view());
            exchange.answer(desk.answers().status(exchange, state, room, admitted, Answers.WaitAnswer.PLAIN));
            return;
        }
        if (desk.refusals().isShed(exchange)) {
            return;
        }
        Ticket ticket = desk.tickets().find(exchange, room, now);
        if (ticket == null || ticket.placeOrNull() == null && !room.phase().isJoinable()) {
            Standing stranger = Standing.stranger(room.view());
            exchange.answer(desk.answers().status(exchange, state, room, stranger, Answers.WaitAnswer.PLAIN));
            return;
        }
        Ticket.Numbered placed = ticket.asNumbered();
        if (placed != null) {
            poll(exchange, state, room, placed);
        } else {
            arrive(exchange, state, room, ticket.asProvisional());
        }
    }

    /** Heard from: counts as presence, and the ticket says so from now on. */
    private void poll(Exchange exchange, ShopState state, Room room, Ticket.Numbered ticket) {
        desk.tickets().heard(exchange, room, ticket);
        Ticket.Numbered seen = desk.tickets().seen(exchange, ticket, room.view());
        Answers.WaitAnswer given = seen == ticket && desk.tickets().isAsBrought(exchange, ticket)
                ? Answers.WaitAnswer.PLAIN
                : desk.tickets().given(exchange, room, seen);
        Standing standing = Standing.of(seen, room.view());
        boolean isLetIn = desk.entrance().letIn(state, room, ticket) != null;
        exchange.answer(desk.answers().status(exchange, state, room, isLetIn ? standing.letIn() : standing, given));
    }

    private void join(Exchange exchange, ShopState state) {
        String code = BroughtCode.of(exchange.request());
        Room asked = roomOf(state, exchange.request(), null);
        Room room = code != null
                ? lanes.join(exchange, state, code)
                : asked == null ? null : lanes.of(exchange, state, asked);
        if (room == null) {
            if (code == null) {
                fault(exchange, Fault.NOT_FOUND);
            }
            return;
        }
        exchange.inRoom(room.id().room());
        Ticket ticket = desk.tickets().find(exchange, room, desk.clock().seconds());
        if (!room.phase().isJoinable()) {
            Standing stranger = Standing.stranger(room.view());
            exchange.answer(desk.answers().status(exchange, state, room, stranger, Answers.WaitAnswer.PLAIN));
            return;
        }
        if (desk.refusals().isShed(exchange)
                || ticket == null && desk.refusals().isNewcomerShed(exchange)) {
            return;
        }
        Ticket.Numbered placed = ticket == null ? null : ticket.asNumbered();
        if (placed != null) {
            poll(exchange, state, room, placed);
        } else {
            arrive(exchange, state, room, ticket == null ? null : ticket.asProvisional());
        }
    }

    private void arrive(Exchange exchange, ShopState state, Room room, Ticket.@Nullable Provisional stamp) {
        boolean counts = stamp != null && !desk.tickets().isForgotten(stamp, state);
        new Arrival(desk, exchange, state, room, counts ? stamp : null).join();
    }

    private void leave(Exchange exchange, ShopState state) {
        Ticket inHeader = desk.tickets().inHeader(exchange, state);
        Room room = roomOf(state, exchange.request(), inHeader);
        if (room == null) {
            fault(exchange, Fault.NOT_FOUND);
            return;
        }
        exchange.inRoom(room.id().room());
        long now = desk.clock().seconds();
        PassMemo pass = desk.passes().find(exchange, state, room, now);
        Ticket ticket = desk.tickets().find(exchange, room, now);
        Place place = ticket != null ? ticket.placeOrNull() : null;
        if (pass != null) {
            pass.room().end(pass.pass().place());
            state.shop().door().left(pass.room().id(), pass.pass().buyer());
        }
        if (place != null) {
            room.end(place);
        }
        desk.passes().forget(exchange, ticket);
        Answers.WaitAnswer cleared = new Answers.WaitAnswer(room.cookies().clearLines(exchange.isSecure()), null);
        Standing gone = Standing.stranger(room.view());
        exchange.answer(
                Answers.isForBrowser(exchange)
                        ? desk.answers().left(exchange, state, room, cleared)
                        : desk.answers().status(exchange, state, room, gone, cleared));
    }
}
