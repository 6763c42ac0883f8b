package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.pacing.PacingInput.ShopBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller against a shop in virtual time, with an endless line. */
final class PacingSimulationTest {
    private static final long MANY = 1_000_000;

    @ParameterizedTest(name = "{0}/min, {1} order, after {2} s: at least {3}")
    @CsvSource({
        "30, 0.1, 10, 0.75",
        "30, 1.0, 30, 0.80",
        "60, 0.1, 2, 0.80",
        "60, 0.3, 30, 0.80",
        "60, 1.0, 60, 0.80",
        "300, 0.1, 60, 0.90",
        "300, 0.3, 10, 0.90",
        "300, 1.0, 2, 0.90",
        "1000, 0.1, 30, 0.95",
        "1000, 0.6, 60, 0.95",
        "3000, 0.1, 2, 0.95",
        "3000, 1.0, 60, 0.95"
    })
    void plan_inASteadySale_usesTheBudgetWithShortHolds(int budget, double conversion, double checkout, double floor) {
        ShopSimulation shop = new ShopSimulation(42, budget(budget), conversion, checkout);
        shop.run(600);
        shop.measure();
        shop.run(900);

        assertThat(shop.use()).as("use").isGreaterThan(floor);
        assertThat(shop.medianHoldSeconds()).as("median hold").isLessThan(2);
        assertThat(shop.holdSeconds(0.95)).as("95 % hold").isLessThan(20);
        assertThat(shop.heldMax()).as("held at most").isLessThan(Math.max(30, budget / 4));
        assertThat(shop.createdWithinMax(60_000))
                .as("the gate that is simulated is exact")
                .isLessThanOrEqualTo(budget);
    }

    @ParameterizedTest(name = "checkout {0} s")
    @CsvSource({"2", "30", "60"})
    void plan_fromTheFirstSecond_callsNobodyOnAGuess(double checkout) {
        ShopSimulation shop = new ShopSimulation(7, budget(3_000), 1.0, checkout);
        shop.run(300);
        assertThat(shop.holdSeconds(1)).as("longest hold, all buyers order").isLessThan(10);
    }

    @Test
    void plan_whenFewOrderSoon_findsOutWithinAMinute() {
        ShopSimulation shop = new ShopSimulation(7, budget(600), 0.1, 2);
        shop.run(60);
        shop.measure();
        shop.run(120);
        assertThat(shop.use()).isGreaterThan(0.8);
    }

    @Test
    void plan_whenBuyersBeginToOrderMore_worksOffWhatIsHeld() {
        ShopSimulation shop = new ShopSimulation(7, budget(600), 0.3, 10);
        shop.run(600);
        shop.conversion(0.9);
        shop.run(600);
        shop.measure();
        shop.run(600);
        assertThat(shop.use()).isGreaterThan(0.9);
        assertThat(shop.medianHoldSeconds()).isLessThan(2);
    }

    @Test
    void plan_withFewActiveBuyersAllowed_keepsToThem() {
        ShopSimulation shop = new ShopSimulation(7, new ShopBudget(600, 200, 100), 1.0, 10);
        for (int second = 0; second < 300; second++) {
            shop.run(1);
            assertThat(shop.active()).isLessThanOrEqualTo(110);
        }
        assertThat(shop.active()).isGreaterThan(80);
    }

    private static ShopBudget budget(int perMinute) {
        return new ShopBudget(perMinute, (perMinute + 2) / 3, MANY);
    }
}
