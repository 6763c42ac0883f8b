package io.foyer.redis;

import io.foyer.admission.line.Place;
import org.jspecify.annotations.Nullable;

/** A buyer of the model: what the browser holds, and what happened. */
final class SurvivalBuyer {
    final Place place;
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

    boolean waits() {
        return admittedAt == null;
    }

    @Override
    public String toString() {
        return "buyer " + place.era() + "/" + place.number();
    }
}
