package io.foyer.gateway.config;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.SalePlan;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * @param paths patterns of canonical paths that belong to this room; empty for {@code main}, which has the rest
 * @param ordersPerMinute at most this much of the shop's budget, with all of its lanes
 * @param plan when it lets people in
 * @param weight of its share of the shop's budget, at least 1
 * @param takesAnyPass whether who has passed another room of the shop is not queued again here
 * @param laneOf the room in which it is a lane, by invitation; null for a room of its own
 */
public record RoomConfig(
        String name,
        List<String> paths,
        OptionalInt ordersPerMinute,
        SalePlan plan,
        int weight,
        boolean takesAnyPass,
        @Nullable String laneOf) {
    /** {@code main}: who has passed any room is in. */
    static RoomConfig main() {
        return new RoomConfig(RoomId.MAIN, List.of(), OptionalInt.empty(), SalePlan.ALWAYS, 1, true, null);
    }

    public RoomConfig {
        paths = List.copyOf(paths);
    }

    /** The room whose budget holds for both together: of a lane its room, else the room itself. */
    public String within() {
        return laneOf == null ? name : laneOf;
    }
}
