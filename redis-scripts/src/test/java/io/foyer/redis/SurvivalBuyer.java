package io.foyer.redis;

import io.foyer.admission.line.Place;
import org.jspecify.annotations.Nullable;

/** A buyer of the model: what the browser holds, and what happened. */
final class SurvivalBuyer {
    /** Of a lobby's ticket the one in the lobby, until it is exchanged for the drawn one. */
    Place place;

    /** In a drawn sale; 0 for none, and of who came after the draw. */
    long lobbyNumber;

    /** Known to a ticket once it is drawn. */
    long lobbySize;

    Place servingSeen = Place.START;
    long polledAt;

    /** The pass's time of admission, and the gateway that gave it. */
    @Nullable
    Long admittedAt;

    String admittedBy = "";
    long admittedOn;
    /** The store lost the mark, and a gateway that lives has yet to tell. */
    boolean markUntold;
    /** Set when the once-only mark may be gone with all who remember it. */
    boolean markLost;

    String orderId = "";
    boolean ordered;

    SurvivalBuyer(Place place) {
        this.place = place;
    }

    boolean isToBeDrawn() {
        return lobbyNumber > 0 && lobbySize == 0;
    }

    boolean waits() {
        return admittedAt == null;
    }

    @Override
    public String toString() {
        return "buyer " + place.era() + "/" + place.number();
    }
}
