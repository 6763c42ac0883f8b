package io.foyer.admission.simulation;

import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.simulation.SaleSetting.Attention;
import io.foyer.admission.wait.PollPlan;
import java.time.Duration;
import java.util.Optional;

/** Settings of sales for tests. */
public final class Sales {
    private static final long MANY = 100_000_000;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private Sales() {}

    public static SaleSetting.Rules rules(int perMinute) {
        return rules(new ShopBudget(perMinute, (perMinute + 2) / 3, MANY, IDLE.toSeconds()));
    }

    public static SaleSetting.Rules rules(ShopBudget budget) {
        return new SaleSetting.Rules(
                budget,
                new RoomTerms(Duration.ofMinutes(2), Duration.ofHours(1), IDLE, Duration.ofMinutes(30)),
                new PollPlan(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(2)),
                Duration.ofSeconds(30));
    }

    /** A crowd of which four in ten order, within 60 s or so, and nobody leaves. */
    static SaleSetting.Crowd rush(int buyers) {
        return new SaleSetting.Crowd(
                buyers,
                new Arrivals(Arrivals.Shape.RUSH, Duration.ofMinutes(10)),
                Course.steady(0.4),
                Checkout.logNormal(Duration.ofSeconds(60), 0.5),
                Optional.empty(),
                Attention.POLLS);
    }

    static SaleSetting of(long seed, SaleSetting.Rules rules, SaleSetting.Crowd crowd) {
        return new SaleSetting(
                seed, Duration.ofHours(4), rules, crowd, SaleSetting.Shop.steady(Duration.ofMillis(200)));
    }
}
