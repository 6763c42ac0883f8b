package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.token.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * Where one buyer stands, as far as this gateway knows.
 *
 * @param ticket null for somebody without one
 * @param view null until the store has answered for the first time
 * @param kind what is known beside
 */
record Standing(@Nullable Ticket ticket, @Nullable RoomView view, Kind kind) {
    enum Kind {
        IN_LINE,
        /** Has a pass. */
        ADMITTED,
        /** Was absent when called; goes in next. */
        PASSED_OVER
    }

    static Standing of(Ticket ticket, @Nullable RoomView view) {
        return new Standing(ticket, view, Kind.IN_LINE);
    }

    static Standing stranger(@Nullable RoomView view) {
        return new Standing(null, view, Kind.IN_LINE);
    }

    Standing as(Kind newKind) {
        return new Standing(ticket, view, newKind);
    }

    boolean isAdmitted() {
        return kind == Kind.ADMITTED;
    }

    boolean isPassedOver() {
        return kind == Kind.PASSED_OVER;
    }

    @Nullable
    Place place() {
        return ticket == null ? null : ticket.placeOrNull();
    }

    /** Whether the next request is exchanged for a pass. */
    boolean isCalled() {
        Place place = place();
        return place != null && view != null && view.isCalled(place);
    }

    boolean isStoreAway() {
        return view == null || !view.reachable();
    }

    boolean isPaused() {
        return view != null && view.snapshot().paused();
    }
}
