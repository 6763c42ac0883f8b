package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.wait.WaitRange;
import io.foyer.gateway.exchange.Exchange;
import java.util.Optional;

/**
 * Keeps a buyer at one place, in a room's line or in a lane beside it. The room's place is given up only once there is one in the
 * lane, so that a code that is refused costs nothing. On the exchange's event loop.
 */
final class OnePlace {
    private final Desk desk;
    private final Exchange exchange;
    private final ShopState state;

    OnePlace(Desk desk, Exchange exchange, ShopState state) {
        this.desk = desk;
        this.exchange = exchange;
        this.state = state;
    }

    /** Whether the buyer had better stay in the room's line: is called there, or would certainly wait longer in the lane. */
    boolean isBetterOffIn(Room room, Room lane) {
        Ticket ticket = desk.tickets().find(exchange, room, desk.clock().seconds());
        Ticket.Numbered held = ticket == null ? null : ticket.asNumbered();
        RoomView here = room.view();
        RoomView there = lane.view();
        if (held == null || here == null || there == null) {
            return false;
        }
        if (Standing.isCalled(held, here)) {
            return true;
        }
        Optional<WaitRange> kept = room.waitFor(here.ahead(held.place()));
        Optional<WaitRange> taken = lane.waitFor(there.waiting());
        return kept.isPresent()
                && taken.isPresent()
                && taken.get().lowSeconds() > kept.get().highSeconds();
    }

    /**
     * There is a place in the lane now: the one in the room's line is given up.
     *
     * @return header lines that take its ticket away; empty when there was none, or the room is no lane
     */
    String takenIn(Room lane) {
        Room room = state.besideLane(lane);
        Ticket held = room == null
                ? null
                : desk.tickets().find(exchange, room, desk.clock().seconds());
        if (room == null || held == null) {
            return "";
        }
        Place place = held.placeOrNull();
        if (place != null) {
            room.end(place);
        }
        desk.passes().forget(exchange, held);
        return room.cookies().clearTicketLine(exchange.isSecure());
    }
}
