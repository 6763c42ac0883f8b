package io.foyer.gateway.rooms;

import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;

/**
 * Which order.
 *
 * @param id new for each
 * @param place of the pass that it is on
 * @param checkoutSeconds from its buyer's admission until it came to the gate; {@link OrderResult#UNKNOWN} where that is not known
 */
record OrderKey(String id, RoomId room, Place place, long checkoutSeconds) {
    OrderRecall.Line line() {
        return new OrderRecall.Line(room, place.era());
    }

    OrderResult ended(OrderResult.Kind kind) {
        return new OrderResult(place.era(), place.number(), id, kind, checkoutSeconds);
    }
}
