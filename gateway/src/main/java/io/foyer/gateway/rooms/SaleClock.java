package io.foyer.gateway.rooms;

import io.foyer.admission.line.SalePlan;
import io.foyer.gateway.pages.SaleStatus;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where a room's sale stands at one moment of the store's clock. */
record SaleClock(SalePlan plan, long nowMillis) {
    static SaleClock of(Room room) {
        return new SaleClock(room.plan(), room.storeMillis());
    }

    SalePlan.Phase phase() {
        return plan.phaseAt(nowMillis);
    }

    boolean isPlanned() {
        return !plan.equals(SalePlan.ALWAYS);
    }

    /** Until the lobby opens, or the sale starts. */
    OptionalLong millisToNext() {
        return switch (phase()) {
            case PLANNED -> OptionalLong.of(plan.lobbyOpensMillis() - nowMillis);
            case LOBBY -> OptionalLong.of(plan.startsMillis() - nowMillis);
            case OPEN, ENDED -> OptionalLong.empty();
        };
    }

    @Nullable
    SaleStatus status() {
        return isPlanned()
                ? new SaleStatus(
                        plan.lobbyOpensMillis() > 0 ? Instant.ofEpochMilli(plan.lobbyOpensMillis()) : null,
                        plan.hasStart() ? Instant.ofEpochMilli(plan.startsMillis()) : null,
                        plan.hasEnd() ? Instant.ofEpochMilli(plan.endsMillis()) : null,
                        plan.isDrawn())
                : null;
    }
}
