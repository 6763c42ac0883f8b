package io.foyer.gateway.config;

import io.foyer.admission.line.SalePlan;
import java.util.List;
import java.util.OptionalInt;

/**
 * @param paths patterns of canonical paths that belong to this room; empty for {@code main}, which has the rest
 * @param ordersPerMinute at most this much of the shop's budget
 * @param plan when it lets people in
 */
public record RoomConfig(String name, List<String> paths, OptionalInt ordersPerMinute, SalePlan plan) {
    public RoomConfig {
        paths = List.copyOf(paths);
    }
}
