package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.rooms.DoorReport;
import io.foyer.gateway.rooms.PacingReport;
import io.foyer.gateway.rooms.RoomReport;
import io.foyer.gateway.rooms.ShopReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a gateway stands at one moment: what the metrics, the status object and the status page are made of.
 *
 * @param version of Foyer
 */
public record GatewayFigures(
        String node,
        String version,
        Instant startedAt,
        StoreFigures store,
        ConfigFigures config,
        List<ShopFigures> shops) {
    public GatewayFigures {
        shops = List.copyOf(shops);
    }

    /**
     * The store as this gateway sees it.
     *
     * @param detail what answers, or why nothing does
     */
    public record StoreFigures(boolean up, String detail) {}

    /**
     * The config in force and the last try to replace it.
     *
     * @param hash of the config in force
     * @param loadedAt when the config in force was loaded
     * @param isLatest whether the last reload took effect
     * @param problems of the last reload, a line each; warnings only when it took effect
     */
    public record ConfigFigures(String hash, Instant loadedAt, boolean isLatest, List<String> problems) {
        public ConfigFigures {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A shop.
     *
     * @param state of the windows as last heard from the store; empty before the first word
     * @param heldHere orders that wait at this gateway
     * @param pacing what this gateway's pacing goes by
     * @param door who goes in here without the store
     */
    public record ShopFigures(
            String name,
            ShopConfig.BudgetConfig budget,
            Optional<RoomSnapshot.ShopState> state,
            int heldHere,
            Upstream.Health upstream,
            PacingReport pacing,
            DoorReport door,
            List<RoomFigures> rooms) {
        public ShopFigures {
            rooms = List.copyOf(rooms);
        }

        public static ShopFigures of(ShopReport report) {
            return new ShopFigures(
                    report.config().name(),
                    report.config().budget(),
                    report.rooms().stream()
                            .flatMap(room -> room.snapshot().stream())
                            .map(RoomSnapshot::shop)
                            .findFirst(),
                    report.held(),
                    report.upstream().health(),
                    report.pacing(),
                    report.door(),
                    report.rooms().stream().map(RoomFigures::of).toList());
        }

        /** Active buyers of all rooms. */
        public long active() {
            return rooms.stream()
                    .flatMap(room -> room.snapshot().stream())
                    .mapToLong(snapshot -> snapshot.totals().active())
                    .sum();
        }
    }

    /**
     * A room.
     *
     * @param snapshot this gateway's copy of the room; empty before the first word from the store
     * @param joining newcomers at this gateway who wait for a number
     * @param phase how far its planned sale has come; open for a room without
     */
    public record RoomFigures(String name, Optional<RoomSnapshot> snapshot, int joining, SalePlan.Phase phase) {
        static RoomFigures of(RoomReport report) {
            return new RoomFigures(report.id().room(), report.snapshot(), report.joining(), report.phase());
        }
    }
}
