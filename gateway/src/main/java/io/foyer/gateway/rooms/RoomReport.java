package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a room stands at this gateway.
 *
 * @param snapshot empty until the store has answered for the first time
 * @param reachable whether the store answered lately
 * @param joining newcomers here who wait for a number
 */
public record RoomReport(RoomId id, Optional<RoomSnapshot> snapshot, boolean reachable, int joining) {
    static RoomReport of(RoomId id, @Nullable RoomView view, int joining) {
        return new RoomReport(
                id, Optional.ofNullable(view).map(RoomView::snapshot), view != null && view.reachable(), joining);
    }
}
