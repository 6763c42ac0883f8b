package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SalePlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a room stands at this gateway.
 *
 * @param snapshot empty until the store has answered for the first time
 * @param reachable whether the store answered lately
 * @param joining newcomers here who wait for a number
 * @param phase how far its sale has come; a room without a plan is open
 */
public record RoomReport(
        RoomId id, Optional<RoomSnapshot> snapshot, boolean reachable, int joining, SalePlan.Phase phase) {
    static RoomReport of(Room room, @Nullable RoomView view, int joining) {
        return new RoomReport(
                room.id(),
                Optional.ofNullable(view).map(RoomView::snapshot),
                view != null && view.reachable(),
                joining,
                room.phase());
    }
}
