package io.foyer.gateway.rooms;

import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.ShopConfig;
import java.util.List;

/**
 * How a shop stands at this gateway.
 *
 * @param held orders that wait at its gate here
 * @param door who asks to go in, and is in, without the store
 */
public record ShopReport(
        ShopConfig config, Upstream upstream, List<RoomReport> rooms, int held, PacingReport pacing, DoorReport door) {
    public ShopReport {
        rooms = List.copyOf(rooms);
    }
}
