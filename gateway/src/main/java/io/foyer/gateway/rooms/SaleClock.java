package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.pages.SaleStatus;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where a room's sale stands at one moment of the store's clock. */
record SaleClock(SalePlan plan, SalePlan.Phase phase, boolean isDrawing, long nowMillis) {
    static SaleClock of(Room room) {
        return new SaleClock(room.plan(), room.phase(), room.isDrawing(), room.storeMillis());
    }

    /** Whether those with a number wait for the start, or for the draw. */
    boolean isInLobby() {
        return phase == SalePlan.Phase.LOBBY || isDrawing;
    }

    boolean isPlanned() {
        return !plan.equals(SalePlan.ALWAYS);
    }

    /** Until the lobby opens, or the sale starts or is drawn. */
    OptionalLong millisToNext() {
        return switch (phase()) {
            case PLANNED -> OptionalLong.of(Math.max(0, plan.lobbyOpensMillis() - nowMillis));
            case LOBBY -> OptionalLong.of(Math.max(0, plan.startsMillis() - nowMillis));
            case OPEN, ENDED -> isDrawing ? OptionalLong.of(0) : OptionalLong.empty();
        };
    }

    @Nullable
    SaleStatus status(Ticket.@Nullable Lot lot, @Nullable Place place) {
        return isPlanned()
                ? new SaleStatus(
                        plan.lobbyOpensMillis() > 0 ? Instant.ofEpochMilli(plan.lobbyOpensMillis()) : null,
                        plan.hasStart() ? Instant.ofEpochMilli(plan.startsMillis()) : null,
                        plan.hasEnd() ? Instant.ofEpochMilli(plan.endsMillis()) : null,
                        plan.isDrawn(),
                        lotOf(lot, place))
                : null;
    }

    private static SaleStatus.@Nullable Lot lotOf(Ticket.@Nullable Lot lot, @Nullable Place place) {
        if (lot == null || place == null) {
            return null;
        }
        return lot.isDrawn()
                ? new SaleStatus.Lot(lot.number(), place.number(), lot.size())
                : new SaleStatus.Lot(lot.number(), null, null);
    }
}
