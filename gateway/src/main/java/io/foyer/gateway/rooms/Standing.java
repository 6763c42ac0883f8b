package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.token.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * Where one buyer stands, as far as this gateway knows.
 *
 * @param place null for somebody who has none yet
 * @param isCalled whether the next request is exchanged for a pass
 * @param lot what the buyer has in a drawn sale; null for none
 * @param view null until the store has answered for the first time
 */
record Standing(
        Kind kind,
        @Nullable Place place,
        boolean isCalled,
        Ticket.@Nullable Lot lot,
        @Nullable RoomView view) {
    enum Kind {
        /** Has no ticket. */
        STRANGER,
        /** Has a ticket: a place, or the stamp of an arrival. */
        IN_LINE,
        /** Gets the number on the next request. */
        TO_RETURN,
        /** Gets the number when fewer come from the same network. */
        CROWDED,
        /** May go in, though the store is away. */
        LET_IN,
        /** Was absent when called; goes in next. */
        PASSED_OVER,
        /** Has a pass. */
        ADMITTED
    }

    static Standing of(Ticket ticket, @Nullable RoomView view) {
        Ticket.Numbered placed = ticket.asNumbered();
        return placed == null
                ? new Standing(Kind.IN_LINE, null, false, null, view)
                : new Standing(Kind.IN_LINE, placed.place(), isCalled(placed, view), placed.lot(), view);
    }

    static Standing stranger(@Nullable RoomView view) {
        return new Standing(Kind.STRANGER, null, false, null, view);
    }

    static Standing admitted(Place place, @Nullable RoomView view) {
        return new Standing(Kind.ADMITTED, place.isApart() ? null : place, true, null, view);
    }

    /** Has a stamp of arrival, and what keeps the number back. */
    static Standing stamped(Kind hindrance, @Nullable RoomView view) {
        return new Standing(hindrance, null, false, null, view);
    }

    Standing letIn() {
        return new Standing(Kind.LET_IN, place, true, lot, view);
    }

    Standing passedOver() {
        return new Standing(Kind.PASSED_OVER, place, isCalled, lot, view);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isStamped() {
        return kind == Kind.TO_RETURN || kind == Kind.CROWDED;
    }

    /** A ticket may come from a gateway that has heard of a later serving position than this one. Lobby numbers are never called. */
    static boolean isCalled(Ticket.Numbered ticket, @Nullable RoomView view) {
        if (ticket.lot() != null && !ticket.lot().isDrawn()) {
            return false;
        }
        return ticket.place().isCalledAt(ticket.servingSeen()) || view != null && view.isCalled(ticket.place());
    }

    /** Whether there is a ticket and it has been called. */
    static boolean isCalled(@Nullable Ticket ticket, @Nullable RoomView view) {
        Ticket.Numbered placed = ticket == null ? null : ticket.asNumbered();
        return placed != null && isCalled(placed, view);
    }

    boolean isStoreAway() {
        return view == null || !view.reachable();
    }

    boolean isPaused() {
        return view != null && view.snapshot().paused();
    }
}
