package io.foyer.admission.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.pacing.PacingInput.ShopBudget;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SaleTest {
    private static final int BUYERS = 3_000;

    private static SaleResult run(long seed, int perMinute) {
        return Sale.run(Sales.of(seed, Sales.rules(perMinute), Sales.rush(BUYERS)));
    }

    @Test
    void run_toTheEnd_letsEverybodyInAndKeepsTheBudget() {
        SaleResult result = run(1, 60);

        assertThat(result.buyers().joined()).isEqualTo(BUYERS);
        assertThat(result.buyers().entered()).isEqualTo(BUYERS);
        assertThat(result.buyers().ordered()).isBetween(1_100, 1_300);
        assertThat(result.forwardedWithinMax(60)).isBetween(50, 60);
        assertThat(result.forwardedWithinMax(5)).isLessThanOrEqualTo(20);
        assertThat(result.series().at(result.series().length() - 1).waiting()).isZero();
    }

    @Test
    void run_withTheSameSeed_isTheSameSale() {
        assertThat(run(7, 60).buyers()).isEqualTo(run(7, 60).buyers());
        assertThat(run(7, 60).buyers()).isNotEqualTo(run(8, 60).buyers());
    }

    @Test
    void run_withTwiceTheBudget_hasTheSameCrowdWaitLess() {
        SaleResult slow = run(3, 60);
        SaleResult fast = run(3, 120);
        assertThat(fast.buyers().ordered())
                .as("who orders is the buyer's nature, not the config's doing")
                .isEqualTo(slow.buyers().ordered());
        assertThat(fast.buyers().waitSeconds().median())
                .isLessThan(0.7 * slow.buyers().waitSeconds().median());
    }

    @Test
    void run_belowTheBudget_letsEverybodyInAtOnce() {
        SaleResult result = Sale.run(Sales.of(
                1,
                Sales.rules(6_000),
                new SaleSetting.Crowd(
                        2_000,
                        new Arrivals(Arrivals.Shape.EVEN, Duration.ofMinutes(30)),
                        Course.steady(0.4),
                        Checkout.logNormal(Duration.ofSeconds(60), 0.5),
                        Optional.empty(),
                        SaleSetting.Attention.POLLS)));
        assertThat(result.buyers().waitSeconds().most()).isLessThan(5);
        assertThat(result.coverage().promised()).isLessThan(100);
    }

    @Test
    void run_withImpatientBuyers_losesThemFromTheLine() {
        SaleSetting.Crowd rush = Sales.rush(BUYERS);
        SaleResult result = Sale.run(Sales.of(
                1,
                Sales.rules(60),
                new SaleSetting.Crowd(
                        BUYERS,
                        rush.arrivals(),
                        rush.conversion(),
                        rush.checkout(),
                        Optional.of(Duration.ofMinutes(5)),
                        rush.attention())));
        assertThat(result.buyers().left()).isGreaterThan(BUYERS / 4);
        assertThat(result.buyers().entered() + result.buyers().left()).isEqualTo(BUYERS);
    }

    @Test
    void run_whilePausedOrDown_callsNobody() {
        SaleSetting setting = Sales.of(1, Sales.rules(60), Sales.rush(BUYERS));
        SaleSetting.Shop shop = setting.shop()
                .with(
                        Course.steady(1).then(Duration.ofMinutes(20), 0).then(Duration.ofMinutes(25), 1),
                        Course.steady(0).then(Duration.ofMinutes(10), 1).then(Duration.ofMinutes(15), 0));
        Series series = Sale.run(new SaleSetting(1, setting.lengthMax(), setting.rules(), setting.rooms(), shop))
                .series();
        assertThat(series.called(15 * 60, 295)).as("paused").isZero();
        assertThat(series.called(25 * 60, 295)).as("down").isZero();
        assertThat(series.called(20 * 60, 295)).as("between").isPositive();
    }

    @Test
    void run_withFewActiveBuyersAllowed_keepsToThem() {
        SaleResult result = Sale.run(Sales.of(1, Sales.rules(new ShopBudget(600, 200, 100, 600)), Sales.rush(BUYERS)));
        int most = result.series().seconds().stream()
                .mapToInt(Series.Second::active)
                .max()
                .orElseThrow();
        assertThat(most).isBetween(80, 100);
    }
}
