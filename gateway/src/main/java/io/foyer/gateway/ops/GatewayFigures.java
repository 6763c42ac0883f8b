package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.ShopConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a gateway stands at one moment: what the metrics, the status object and the status page are made of.
 *
 * @param version of Foyer
 * @param storeUp whether the store answered its last command
 */
public record GatewayFigures(
        String node,
        String version,
        Instant startedAt,
        boolean storeUp,
        ConfigFigures config,
        List<ShopFigures> shops) {
    public GatewayFigures {
        shops = List.copyOf(shops);
    }

    /**
     * @param hash of the file in force
     * @param loadedAt when the config in force was loaded
     * @param problems of the last reload, empty when it took effect; one line each
     */
    public record ConfigFigures(String hash, Instant loadedAt, List<String> problems) {
        public ConfigFigures {
            problems = List.copyOf(problems);
        }
    }

    /**
     * @param state of the windows as last heard from the store; empty before the first word
     */
    public record ShopFigures(
            String name,
            ShopConfig.BudgetConfig budget,
            Optional<RoomSnapshot.ShopState> state,
            Upstream.Health upstream,
            List<RoomFigures> rooms) {
        public ShopFigures {
            rooms = List.copyOf(rooms);
        }

        /** Active buyers of all rooms. */
        public long active() {
            return rooms.stream()
                    .flatMap(room -> room.snapshot().stream())
                    .mapToLong(snapshot -> snapshot.totals().active())
                    .sum();
        }
    }

    /** @param snapshot this gateway's copy of the room; empty before the first word from the store */
    public record RoomFigures(String name, Optional<RoomSnapshot> snapshot) {}
}
