package io.foyer.gateway.pages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A planned sale, as the member {@code sale} of the status object.
 *
 * @param lobbyOpensAt null when the lobby has no time of its own
 * @param startsAt null for a room that is open until it ends
 * @param endsAt null for a sale without an end
 * @param isDrawn whether the lobby is drawn at the start
 * @param lot the buyer's part in the draw; null for who was not in the lobby
 */
public record SaleStatus(
        @Nullable Instant lobbyOpensAt,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        boolean isDrawn,
        @Nullable Lot lot) {

    /** A receipt: enough to check the draw. Place and size are null until the draw. */
    public record Lot(
            long number, @Nullable Long place, @Nullable Long size) {}

    /** What the sale waits for at {@code now}: the lobby, the start; null when it has begun. */
    @Nullable
    Instant nextAt(Instant now) {
        if (lobbyOpensAt != null && now.isBefore(lobbyOpensAt)) {
            return lobbyOpensAt;
        }
        return startsAt != null && now.isBefore(startsAt) ? startsAt : null;
    }
}
