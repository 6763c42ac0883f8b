package io.foyer.gateway.rooms;

import io.foyer.gateway.config.ShopConfig;
import java.time.Duration;

/** How long a reserved order may be under way: whatever is not settled by then counts as created. */
final class OrderLease {
    /** What a buyer's body, a hop between threads and a lost reply may take beyond the upstream's own timeouts. */
    private static final Duration MARGIN = Duration.ofSeconds(40);

    /** How long before the end a request without a response is given up, so that the shop sees it end in time. */
    static final Duration SETTLE_WITHIN = Duration.ofSeconds(5);

    private OrderLease() {}

    static Duration of(ShopConfig shop) {
        return shop.upstream()
                .connectTimeout()
                .plus(shop.upstream().responseTimeout())
                .plus(MARGIN);
    }
}
