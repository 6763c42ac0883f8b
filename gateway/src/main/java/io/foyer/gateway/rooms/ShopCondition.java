package io.foyer.gateway.rooms;

import io.foyer.admission.pacing.ShopHealth;
import io.foyer.admission.pacing.ShopHealth.Reason;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.health.Pulses.Pulse;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much a shop can bear just now, followed once a second on the rooms thread. {@link #now} may be read from any thread.
 */
final class ShopCondition {
    private static final Logger log = LoggerFactory.getLogger(ShopCondition.class);
    private static final Now WELL = new Now(1, Reason.NONE);

    private final ShopHealth health = new ShopHealth();
    private final Pulse pulse;
    private volatile Now now = WELL;

    /**
     * @param factor the part of the budget that is called for, 0 to 1
     * @param reason why it is not all
     */
    record Now(double factor, Reason reason) {}

    ShopCondition(Pulse pulse) {
        this.pulse = pulse;
    }

    Now now() {
        return now;
    }

    /**
     * Once a second.
     *
     * @param load orders of the last minute as a part of the budget
     */
    void observe(ShopState shop, double load, double checkoutSeconds) {
        Optional<String> serving = serving(shop.upstream().upstream().health());
        health.observe(
                new ShopHealth.Second(pulse.pages().take(), pulse.orders().take(), serving, load, checkoutSeconds));
        Now before = now;
        now = new Now(health.factor(), health.reason());
        if (before.reason() != now.reason()) {
            tell(shop.config().name(), before.reason());
        }
    }

    private static Optional<String> serving(Upstream.Health upstream) {
        return upstream.state() == Upstream.Health.State.DOWN ? Optional.empty() : Optional.of(upstream.serving());
    }

    private void tell(String shop, Reason before) {
        switch (now.reason()) {
            case NONE -> log.info("shop {}: calls go at the full pace again", shop);
            case LATENCY ->
                log.warn(
                        "shop {}: calls slow down: it takes {} times as long as usual to answer; look after the shop, or lower orders-per-minute",
                        shop,
                        String.format(Locale.ROOT, "%.1f", health.timesAsLong()));
            case FAILURES ->
                log.warn(
                        "shop {}: calls slow down: {} % of its answers are failures; look after the shop",
                        shop, Math.round(100 * health.failureShare()));
            case FAILOVER ->
                log.info(
                        before == Reason.DOWN
                                ? "shop {}: it is back; calls rise to the full pace within half a minute"
                                : "shop {}: another zone took over; calls stop for seconds and rise to the full pace within half a minute",
                        shop);
            case DOWN -> log.warn("shop {}: calls stop until a server is healthy again", shop);
        }
    }
}
