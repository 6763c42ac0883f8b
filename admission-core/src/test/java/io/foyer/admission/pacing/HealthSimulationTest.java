package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.simulation.Arrivals;
import io.foyer.admission.simulation.Checkout;
import io.foyer.admission.simulation.Course;
import io.foyer.admission.simulation.Sale;
import io.foyer.admission.simulation.SaleSetting;
import io.foyer.admission.simulation.SaleSetting.Counters;
import io.foyer.admission.simulation.Sales;
import io.foyer.admission.simulation.Series;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shops whose answers take the longer the more they have to do: orders queue for counters. */
final class HealthSimulationTest {
    private static final int BUDGET = 1_200;
    private static final int CHECKOUT_SECONDS = 30;

    /** @param capacity orders that the counters can serve, as a part of the budget */
    private static Series run(double capacity, Course slowness) {
        int counters = (int) Math.round(capacity * BUDGET / 60 / 2);
        return run(Counters.of(counters, 0.5).slowedBy(slowness), Duration.ofMillis(500));
    }

    private static Series run(Counters counters, Duration latency) {
        return run(SaleSetting.Shop.steady(latency).with(counters));
    }

    private static Series run(SaleSetting.Shop shop) {
        SaleSetting.Crowd crowd = new SaleSetting.Crowd(
                BUDGET * 200,
                new Arrivals(Arrivals.Shape.RUSH, Duration.ofMinutes(1)),
                Course.steady(0.5),
                Checkout.logNormal(Duration.ofSeconds(CHECKOUT_SECONDS), 0.5),
                Optional.empty(),
                SaleSetting.Attention.ALWAYS);
        return Sale.run(new SaleSetting(3, Duration.ofMinutes(70), Sales.rules(BUDGET), crowd, shop))
                .series();
    }

    private static double use(Series series, int minute) {
        return (double) series.created(minute * 60, 300) / (5 * BUDGET);
    }

    @Test
    void overloadedShop_settlesCloseBelowWhatItBears() {
        Series series = run(0.7, Course.steady(1));
        // What 14 counters of 0.5 s and a spread of 0.5 can serve.
        double bears = 0.7 * Math.exp(-0.5 * 0.5 / 2);
        double[] uses = IntStream.iterate(20, minute -> minute <= 65, minute -> minute + 5)
                .mapToDouble(minute -> use(series, minute))
                .toArray();
        for (double use : uses) {
            assertThat(use).as("orders in 5 minutes").isBetween(0.75 * bears, 1.05 * bears);
        }
        assertThat(series.at(3_600).health()).as("it is the shop that limits").isLessThan(1);
    }

    @Test
    void shopThatTurnsSlow_isCalledForLessAndThenAllAgain() {
        Series series =
                run(1.5, Course.steady(1).then(Duration.ofMinutes(25), 3).then(Duration.ofMinutes(40), 1));
        assertThat(use(series, 25)).isGreaterThan(0.95);
        assertThat(series.at(30 * 60).health()).isLessThan(0.6);
        assertThat(use(series, 40)).as("a third of 1.5, and less").isLessThan(0.55);
        assertThat(series.at(60 * 60).health()).isEqualTo(1);
        assertThat(use(series, 65)).isGreaterThan(0.95);
    }

    @Test
    void shopThatIsSlowerForGood_isCalledForInFullAgainWithinMinutes() {
        Series series = run(
                Counters.of(100_000, 0.5).slowedBy(Course.steady(1).then(Duration.ofMinutes(25), 3)),
                Duration.ofMillis(500));
        assertThat(use(series, 25)).isGreaterThan(0.95);
        double least = series.seconds().stream()
                .mapToDouble(Series.Second::health)
                .min()
                .orElseThrow();
        assertThat(least).as("it is spared until that does not help").isBetween(0.4, 0.85);
        assertThat(series.at(35 * 60).health()).as("ten minutes later").isEqualTo(1);
        assertThat(use(series, 40)).isGreaterThan(0.95);
    }

    @Test
    void shopThatIsSlowerForGoodAndCanDoLess_isCalledForWhatItCanDo() {
        Series series = run(1.5, Course.steady(1).then(Duration.ofMinutes(25), 3));
        double bears = 0.5 * Math.exp(-0.5 * 0.5 / 2);
        for (int minute = 50; minute <= 65; minute += 5) {
            assertThat(use(series, minute)).as("at %d min", minute).isBetween(0.7 * bears, 1.05 * bears);
        }
    }

    @Test
    void overloadedShop_behindFourGatewaysThatEachSeeAPart_settlesAsBehindOne() {
        SaleSetting.Shop shop = SaleSetting.Shop.steady(Duration.ofMillis(500))
                .with(Counters.of((int) Math.round(0.7 * BUDGET / 60 / 2), 0.5))
                .behind(4);
        Series series = run(shop);
        double bears = 0.7 * Math.exp(-0.5 * 0.5 / 2);
        for (int minute = 20; minute <= 65; minute += 5) {
            assertThat(use(series, minute)).as("at %d min", minute).isBetween(0.75 * bears, 1.05 * bears);
        }
    }

    /** Until a gateway that sees a quarter notices, orders are missing: that is not to look as if fewer wanted to order. */
    @Test
    void shopThatTurnsSlowAndCanDoLess_behindFourGateways_isCalledForByThePaceThatTheyFind() {
        Counters slower = Counters.of(15, 0.5).slowedBy(Course.steady(1).then(Duration.ofMinutes(25), 3));
        Series series =
                run(SaleSetting.Shop.steady(Duration.ofMillis(500)).with(slower).behind(4));
        assertThat(series.at(38 * 60).health()).isLessThan(0.3);
        assertThat(use(series, 36)).as("orders by the pace").isLessThan(0.35);
        assertThat(use(series, 60)).isGreaterThan(0.3);
    }

    @Test
    void shopThatIsSlowerForGood_behindFourGateways_isCalledForInFullAgain() {
        Counters slower = Counters.of(100_000, 0.5).slowedBy(Course.steady(1).then(Duration.ofMinutes(25), 3));
        Series series =
                run(SaleSetting.Shop.steady(Duration.ofMillis(500)).with(slower).behind(4));
        assertThat(series.at(40 * 60).health()).isGreaterThan(0.95);
        assertThat(use(series, 45)).isGreaterThan(0.95);
    }

    @Test
    void shopWhoseTimesVaryByThemselves_isCalledForAsEver() {
        Series series = run(Counters.of(100_000, 1.2), Duration.ofMillis(400));
        assertThat(series.seconds()).allMatch(second -> second.health() == 1);
        assertThat(use(series, 60)).isGreaterThan(0.95);
    }

    @Test
    void shopThatFailsUnderNoLoad_isCalledForLess() {
        Course failing = Course.steady(0).then(Duration.ofMinutes(20), 0.4).then(Duration.ofMinutes(30), 0);
        Series series = run(Counters.of(100_000, 0.5).failing(failing), Duration.ofMillis(400));
        assertThat(series.at(25 * 60).health()).isLessThan(0.7);
        assertThat(series.at(55 * 60).health()).isEqualTo(1);
    }

    @Test
    void shopThatIsBack_isCalledForInARamp() {
        SaleSetting.Shop shop = SaleSetting.Shop.steady(Duration.ofMillis(200))
                .with(
                        Course.steady(1).then(Duration.ofMinutes(20), 0).then(Duration.ofMinutes(23), 1),
                        Course.steady(0));
        SaleSetting.Crowd crowd = new SaleSetting.Crowd(
                BUDGET * 100,
                new Arrivals(Arrivals.Shape.RUSH, Duration.ofMinutes(1)),
                Course.steady(0.5),
                Checkout.logNormal(Duration.ofSeconds(CHECKOUT_SECONDS), 0.5),
                Optional.empty(),
                SaleSetting.Attention.ALWAYS);
        Series series = Sale.run(new SaleSetting(3, Duration.ofMinutes(40), Sales.rules(BUDGET), crowd, shop))
                .series();
        double usual = series.called(20 * 60, 300) / 300.0;
        int back = 23 * 60;
        assertThat(series.called(back, 170)).as("down").isZero();
        assertThat(series.called(back + 10, 10) / 10.0).as("first 10 s").isLessThan(0.4 * usual);
        for (int second = back + 10; second < back + 120; second += 10) {
            assertThat(series.called(second, 10) / 10.0).as("at %d s", second).isLessThan(1.5 * usual);
        }
    }
}
