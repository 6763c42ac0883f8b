package io.foyer.gateway.config;

import java.time.Duration;
import java.util.Locale;

/**
 * Warns where the limit of active buyers keeps the budget of orders from being used. By Little's law there are as many inside as
 * come in a second times the seconds that each stays: who orders for the checkout, who leaves without ordering until the pass
 * ends by itself. So a budget of {@code B} orders a second is used only where at least a share {@code s} of those let in order:
 *
 * <pre>
 * active-buyers = B / s x (checkout + (1 - s) x away)      away = 1.25 x session.idle, at most session.max
 * </pre>
 */
final class ActiveBuyersRule {
    private static final double CHECKOUT_SECONDS = 90;
    /** A pass without a sign of life ends after one to one and a half times the idle limit. */
    private static final double IDLE_TURNS = 1.25;
    /** Where so many or more have to order, most sales will not use their budget. */
    private static final double SHARE_MAX = 0.5;

    private static final double USUAL_SHARE = 0.35;

    private ActiveBuyersRule() {}

    static void check(Section shop) {
        Section budget = shop.section("budget");
        Section session = shop.section("session");
        budget.integer("orders-per-minute")
                .ifPresent(minute -> budget.integer("active-buyers")
                        .ifPresent(active -> session.duration("idle")
                                .ifPresent(idle -> session.duration("max")
                                        .ifPresent(
                                                max -> check(budget, minute / 60.0, active, awaySeconds(idle, max))))));
    }

    private static double awaySeconds(Duration idle, Duration max) {
        return Math.min(IDLE_TURNS * idle.toSeconds(), max.toSeconds());
    }

    private static void check(Section budget, double perSecond, int active, double away) {
        double share = perSecond * (CHECKOUT_SECONDS + away) / (active + perSecond * away);
        if (share <= SHARE_MAX) {
            return;
        }
        double enough = perSecond / USUAL_SHARE * (CHECKOUT_SECONDS + (1 - USUAL_SHARE) * away);
        budget.warn(
                "active-buyers",
                String.format(
                        Locale.ROOT,
                        "%d use %.0f orders a minute only %s: who leaves without ordering counts for %.0f s"
                                + " (1.25 x session.idle, at most session.max), who orders for the checkout, taken to be"
                                + " %.0f s; where 35 %% order it takes %.0f",
                        active,
                        60 * perSecond,
                        share < 1
                                ? String.format(Locale.ROOT, "where %.0f %% or more of those let in order", 100 * share)
                                : "with a quicker checkout",
                        away,
                        CHECKOUT_SECONDS,
                        enough));
    }
}
