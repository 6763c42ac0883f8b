package io.foyer.gateway.rooms;

import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.token.Pass;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.http.HeaderLines;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.Fault;
import io.foyer.gateway.routing.Route;
import org.jspecify.annotations.Nullable;

/**
 * A request of somebody without a pass: ends with the waiting page, or with a pass and on its way to the shop. On the
 * exchange's event loop but for {@link Joiner.Newcomer}'s calls, which hop there.
 */
final class Visit implements Guest {
    private final Desk desk;
    private final Exchange exchange;
    private final ShopState state;
    private final Room room;
    private final Route route;
    private Ticket.@Nullable Provisional stamp;
    private volatile boolean there = true;
    private long arrivedAtMillis;

    Visit(Desk desk, Exchange exchange, ShopState state, Room room, Route route) {
        this.desk = desk;
        this.exchange = exchange;
        this.state = state;
        this.room = room;
        this.route = route;
    }

    /** Nobody we know: takes a place, but not for a request that no buyer may be waiting for. */
    void newcomer() {
        if (isSpeculative(exchange.request())) {
            exchange.decided(Decision.WAITING);
            exchange.answer(desk.answers().notNow(exchange, state, room));
            return;
        }
        stamp = null;
        arrivedAtMillis = desk.clock().millis();
        join();
    }

    /** The sale is still to come, or over: nobody takes a place. */
    void closed() {
        exchange.decided(Decision.WAITING);
        Standing stranger = Standing.stranger(room.view());
        exchange.answer(desk.answers().wait(exchange, state, room, stranger, Answers.WaitAnswer.PLAIN));
    }

    void holder(Ticket ticket) {
        ticket.fold(this::placed, this::stamped);
    }

    private boolean stamped(Ticket.Provisional ticket) {
        if (desk.tickets().isForgotten(ticket, state)) {
            newcomer();
            return true;
        }
        stamp = ticket;
        arrivedAtMillis = ticket.arrivedAtMillis();
        join();
        return true;
    }

    private boolean placed(Ticket.Numbered ticket) {
        desk.tickets().heard(exchange, room, ticket);
        RoomView view = room.view();
        if (view != null && view.reachable() && Standing.isCalled(ticket, view)) {
            grant(ticket);
            return true;
        }
        OpenDoor.Entry entry = desk.entrance().letIn(state, room, ticket);
        if (entry == null) {
            waits(ticket);
        } else {
            // Whoever is in does not wait as well.
            room.end(ticket.place());
            enterApart(ticket, entry);
        }
        return true;
    }

    /** HEAD, prefetches and link previews never take a place. */
    private static boolean isSpeculative(RequestHead request) {
        return request.isHead() || isPrefetch(request.header("sec-purpose")) || isPrefetch(request.header("purpose"));
    }

    private static boolean isPrefetch(@Nullable String purpose) {
        return purpose != null && purpose.contains("prefetch");
    }

    private void grant(Ticket.Numbered ticket) {
        exchange.onAbandoned(() -> there = false);
        room.grant(ticket.place())
                .whenComplete((reply, failure) -> exchange.eventLoop().execute(() -> {
                    if (failure != null) {
                        waits(ticket);
                    } else {
                        granted(ticket, reply);
                    }
                }));
    }

    private void granted(Ticket.Numbered ticket, GrantReply reply) {
        Runnable next = reply.fold(
                admitted -> () -> admitted(ticket, admitted.admittedAtMillis() / 1_000),
                () -> () -> waits(ticket),
                () -> () -> waits(ticket, Standing.of(ticket, room.view()).passedOver()),
                () -> this::anew);
        next.run();
    }

    /** The place is used up: another one is at the end of the line. */
    private void anew() {
        if (room.phase().isJoinable()) {
            newcomer();
        } else {
            closed();
        }
    }

    private void join() {
        if (desk.entrance().isOpenApart(state, room)) {
            joinApart();
            return;
        }
        exchange.onAbandoned(() -> there = false);
        Standing.Kind hindrance = desk.entrance().enter(new Comer(exchange, state, room, stamp), this);
        if (hindrance != null) {
            exchange.decided(Decision.STAMPED);
            answer(Standing.stamped(hindrance, room.view()), desk.tickets().provisional(room, stamp, arrivedAtMillis));
        }
    }

    /** The store is away: waits for it, or goes in without it. */
    private void joinApart() {
        Ticket.Provisional ticket = desk.tickets().provisional(room, stamp, arrivedAtMillis);
        Standing.Kind hindrance = desk.entrance().hindranceApart(new Comer(exchange, state, room, stamp), ticket);
        if (hindrance != null) {
            exchange.decided(Decision.STAMPED);
            answer(Standing.stamped(hindrance, room.view()), ticket);
            return;
        }
        OpenDoor.Entry entry = desk.entrance().letIn(state, room, ticket);
        if (entry == null) {
            exchange.decided(Decision.STORE_AWAY);
            answer(Standing.of(ticket, room.view()), ticket);
        } else {
            enterApart(ticket, entry);
        }
    }

    private void enterApart(Ticket ticket, OpenDoor.Entry entry) {
        Pass pass = desk.passes().issue(state, ticket, entry.place(), entry.atSeconds());
        // A browser is left with the pass alone, or the ticket would be good for another entry when the pass is over.
        String cleared = Answers.isForBrowser(exchange) ? room.cookies().clearTicketLine(exchange.isSecure()) : "";
        room.active(entry.place());
        enter(ticket, pass, cleared, Decision.LET_IN);
    }

    @Override
    public long arrivedAtMillis() {
        return arrivedAtMillis;
    }

    @Override
    public boolean isThere() {
        return there;
    }

    @Override
    public void joined(Place place, boolean entering, JoinReply.Joined reply) {
        exchange.eventLoop().execute(() -> {
            String givenUp = new OnePlace(desk, exchange, state).takenIn(room);
            Ticket.Numbered ticket = desk.tickets().numbered(room, place, reply, entering, stamp);
            if (entering) {
                Pass pass = desk.passes().issue(state, ticket, place, reply.storeTimeMillis() / 1_000);
                enter(ticket, pass, givenUp, Decision.ENTERED);
            } else {
                exchange.decided(Decision.JOINED);
                Standing standing = Standing.of(ticket, room.view());
                answer(standing, desk.tickets().given(exchange, room, ticket).and(givenUp));
            }
        });
    }

    @Override
    public void away() {
        exchange.eventLoop().execute(() -> {
            exchange.decided(Decision.STORE_AWAY);
            Ticket.Provisional ticket = desk.tickets().provisional(room, stamp, arrivedAtMillis);
            answer(Standing.of(ticket, room.view()), ticket);
        });
    }

    /** A reload then leads to the room's own line. */
    @Override
    public void refused(Fault why) {
        exchange.eventLoop()
                .execute(() ->
                        desk.refusals().refuse(exchange, why, room.cookies().clearLines(exchange.isSecure())));
    }

    private void waits(Ticket.Numbered ticket) {
        waits(ticket, Standing.of(ticket, room.view()));
    }

    private void waits(Ticket.Numbered ticket, Standing standing) {
        exchange.decided(Decision.WAITING);
        answer(standing, desk.tickets().seen(exchange, ticket, room.view()));
    }

    private void answer(Standing standing, Ticket ticket) {
        answer(standing, desk.tickets().given(exchange, room, ticket));
    }

    private void answer(Standing standing, Answers.WaitAnswer given) {
        exchange.answer(desk.answers().wait(exchange, state, room, standing, given));
    }

    private void admitted(Ticket.Numbered ticket, long atSeconds) {
        enter(ticket, desk.passes().issue(state, ticket, ticket.place(), atSeconds), "", Decision.ADMITTED);
    }

    private void enter(Ticket ticket, Pass pass, String moreLines, Decision decision) {
        PassMemo memo = desk.passes().admit(exchange, state, room, pass);
        byte[] lines = HeaderLines.join(desk.passes().entryLines(exchange, memo, ticket), moreLines);
        if (Admission.isOrder(exchange, state, route)) {
            new OrderRequest(desk, exchange, memo, route, lines).enter();
        } else {
            exchange.decided(decision);
            exchange.forward(memo.forwarding().with(lines));
        }
    }
}
