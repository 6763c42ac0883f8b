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
 */
public record SaleStatus(
        @Nullable Instant lobbyOpensAt,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        boolean isDrawn) {

    /** What the sale waits for at {@code now}: the lobby, the start; null when it has begun. */
    @Nullable
    Instant nextAt(Instant now) {
        if (lobbyOpensAt != null && now.isBefore(lobbyOpensAt)) {
            return lobbyOpensAt;
        }
        return startsAt != null && now.isBefore(startsAt) ? startsAt : null;
    }
}
