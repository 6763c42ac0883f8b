package io.foyer.gateway.rooms;

import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.pages.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes a place without asking the shop for anything: answered with the status object. On the exchange's event
 * loop but for {@link Joiner.Newcomer}'s calls, which hop there.
 */
final class Arrival implements Guest {
    private final Desk desk;
    private final Exchange exchange;
    private final ShopState state;
    private final Room room;
    private final Ticket.@Nullable Provisional stamp;
    private final long arrivedAtMillis;
    private volatile boolean there = true;

    Arrival(Desk desk, Exchange exchange, ShopState state, Room room, Ticket.@Nullable Provisional stamp) {
        this.desk = desk;
        this.exchange = exchange;
        this.state = state;
        this.room = room;
        this.stamp = stamp;
        this.arrivedAtMillis = stamp == null ? desk.clock().millis() : stamp.arrivedAtMillis();
    }

    void join() {
        if (desk.entrance().isOpenApart(state, room)) {
            arriveApart();
            return;
        }
        exchange.onAbandoned(() -> there = false);
        Standing.Kind hindrance = desk.entrance().enter(new Comer(exchange, state, room, stamp), this);
        if (hindrance != null) {
            Ticket ticket = desk.tickets().provisional(room, stamp, arrivedAtMillis);
            answer(ticket, Standing.stamped(hindrance, room.view()));
        }
    }

    private void arriveApart() {
        Ticket.Provisional ticket = desk.tickets().provisional(room, stamp, arrivedAtMillis);
        Standing.Kind hindrance = desk.entrance().hindranceApart(new Comer(exchange, state, room, stamp), ticket);
        if (hindrance != null) {
            answer(ticket, Standing.stamped(hindrance, room.view()));
        } else {
            Standing standing = Standing.of(ticket, room.view());
            boolean isLetIn = desk.entrance().letIn(state, room, ticket) != null;
            answer(ticket, isLetIn ? standing.letIn() : standing);
        }
    }

    @Override
    public long arrivedAtMillis() {
        return arrivedAtMillis;
    }

    @Override
    public boolean isThere() {
        return there;
    }

    /** Who may enter at once is told to be called: the pass is given on the request that needs it. */
    @Override
    public void joined(Place place, boolean entering, JoinReply.Joined reply) {
        exchange.eventLoop().execute(() -> {
            String givenUp = new OnePlace(desk, exchange, state).takenIn(room);
            Ticket ticket = desk.tickets().numbered(room, place, reply, entering, stamp);
            answer(
                    Standing.of(ticket, room.view()),
                    desk.tickets().given(exchange, room, ticket).and(givenUp));
        });
    }

    @Override
    public void away() {
        exchange.eventLoop().execute(() -> answer(desk.tickets().provisional(room, stamp, arrivedAtMillis)));
    }

    @Override
    public void refused(Fault why) {
        exchange.eventLoop()
                .execute(() ->
                        desk.refusals().refuse(exchange, why, room.cookies().clearLines(exchange.isSecure())));
    }

    private void answer(Ticket ticket) {
        answer(ticket, Standing.of(ticket, room.view()));
    }

    private void answer(Ticket ticket, Standing standing) {
        answer(standing, desk.tickets().given(exchange, room, ticket));
    }

    private void answer(Standing standing, Answers.WaitAnswer given) {
        exchange.answer(desk.answers().status(exchange, state, room, standing, given));
    }
}
