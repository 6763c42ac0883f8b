package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.simulation.Arrivals;
import io.foyer.admission.simulation.Checkouts;
import io.foyer.admission.simulation.Course;
import io.foyer.admission.simulation.Sale;
import io.foyer.admission.simulation.SaleResult;
import io.foyer.admission.simulation.SaleSetting;
import io.foyer.admission.simulation.SaleSetting.Attention;
import io.foyer.admission.simulation.SaleSetting.Crowd;
import io.foyer.admission.simulation.SaleSetting.Shop;
import io.foyer.admission.simulation.Sales;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller in sales with an endless line. {@link PacingSweep} runs many more. */
final class PacingSimulationTest {
    private static final int WARM_SECONDS = 1_200;
    /** One short sale may be unlucky: the middle of three counts. */
    private static final long[] SEEDS = {7, 42, 101};

    static SaleResult sale(long seed, int perMinute, Course conversion, String checkout, int seconds) {
        double least =
                Math.max(0.01, Math.min(conversion.at(Duration.ZERO), conversion.at(Duration.ofSeconds(seconds))));
        int buyers = (int) (perMinute / 60.0 * seconds / least * 1.5) + 2_000;
        Crowd crowd = new Crowd(
                buyers,
                new Arrivals(Arrivals.Shape.EVEN, Duration.ZERO),
                conversion,
                Checkouts.of(checkout),
                Optional.empty(),
                Attention.ALWAYS);
        return Sale.run(new SaleSetting(
                seed, Duration.ofSeconds(seconds), Sales.rules(perMinute), crowd, Shop.steady(Duration.ofMillis(200))));
    }

    static double floor(int perMinute) {
        return perMinute >= 300 ? 0.97 : perMinute >= 60 ? 0.95 : 0.90;
    }

    static double holdMax(int perMinute) {
        return perMinute >= 300 ? 2 : perMinute >= 60 ? 3 : 5;
    }

    private static void assertWithinTheBudget(SaleResult sale) {
        assertThat(sale.forwardedWithinMax(60))
                .isLessThanOrEqualTo(sale.setting().rules().budget().ordersPerMinute());
        assertThat(sale.forwardedWithinMax(5))
                .isLessThanOrEqualTo(sale.setting().rules().budget().ordersPer5s());
    }

    /** @param slack what chance may take off the floor in so short a run, or what Erlang's formula forbids */
    @ParameterizedTest(name = "{0}/min, {1} order, after {2}")
    @CsvSource({
        "10, 1.0, 3/0.3, 0",
        "10, 0.3, 90/0.7, 0.15",
        "30, 1.0, 3/0.3, 0",
        "60, 0.3, 3/0.3, 0.02",
        "60, 1.0, 30/0.5, 0.02",
        "300, 0.05, 3/0.3, 0",
        "300, 0.3, 30/0.5, 0.01",
        "300, 1.0, 180/1.0, 0.02",
        "1000, 0.05, 30/0.5, 0.01",
        "1000, 0.3, 90/0.7, 0.01",
        "60, 1.0, exponential, 0.02",
        "300, 0.3, two humps, 0.01",
        "300, 0.3, constant, 0.01",
        "300, 1.0, heavy tail, 0.01",
        "3000, 1.0, 3/0.3, 0",
        "6000, 0.3, 60/0.7, 0"
    })
    void plan_inASteadySale_usesTheBudgetWithShortHolds(int budget, double conversion, String checkout, double slack) {
        int seconds = WARM_SECONDS + Math.max(1_200, 20_000 / budget);
        List<SaleResult> sales = LongStream.of(SEEDS)
                .mapToObj(seed -> sale(seed, budget, Course.steady(conversion), checkout, seconds))
                .toList();

        sales.forEach(PacingSimulationTest::assertWithinTheBudget);
        assertThat(middle(sales, sale -> sale.use(WARM_SECONDS, seconds - 1)))
                .as("use")
                .isGreaterThanOrEqualTo(floor(budget) - slack);
        assertThat(middle(sales, sale -> sale.holds(WARM_SECONDS).median()))
                .as("median hold")
                .isLessThanOrEqualTo(holdMax(budget));
    }

    private static double middle(List<SaleResult> sales, ToDoubleFunction<SaleResult> figure) {
        return sales.stream().mapToDouble(figure).sorted().toArray()[sales.size() / 2];
    }

    /** The seed tells when in a second the copy of the room is taken. */
    @ParameterizedTest(name = "copied in another part of the second, seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void plan_whereverInASecondTheCopyIsTaken_learnsTheShare(long seed) {
        SaleResult sale = sale(seed, 120, Course.steady(0.3), "15/0.5", 1_800);
        assertThat(sale.refused()).isZero();
        assertThat(sale.holds(900).median()).isLessThanOrEqualTo(holdMax(120));
        assertThat(sale.use(900, 1_799)).isGreaterThan(0.93);
    }

    @ParameterizedTest(name = "checkout {0}")
    @CsvSource({"2/0.3", "30/0.3", "60/0.3"})
    void plan_fromTheFirstSecond_callsNobodyOnAGuess(String checkout) {
        SaleResult sale = sale(7, 3_000, Course.steady(1), checkout, 300);
        assertThat(sale.holds(0).most()).as("longest hold, all buyers order").isLessThan(10);
    }

    /** Those of the second hump look like leavers until they order: others were called for them. */
    @ParameterizedTest(name = "conversion {0}")
    @ValueSource(doubles = {0.05, 0.3, 1})
    void plan_whenASecondHumpOfBuyersOrdersLater_doesNotFloodTheGate(double conversion) {
        SaleResult sale = sale(42, 300, Course.steady(conversion), "two humps", 1_200);
        assertThat(sale.refused()).isZero();
        assertThat(sale.holds(0).ninetieth()).isLessThan(10);
        assertThat(sale.use(600, 1_199)).isGreaterThan(0.9);
    }

    @Test
    void plan_whenFewOrderSoon_findsOutWithinAMinute() {
        SaleResult sale = sale(7, 600, Course.steady(0.1), "2/0.3", 240);
        assertThat(sale.use(90, 239)).isGreaterThan(0.85);
    }

    @Test
    void plan_whenTwiceAsManyOrder_worksOffWhatIsHeld() {
        Course conversion = Course.steady(0.3).then(Duration.ofSeconds(1_200), 0.6);
        SaleResult sale = sale(7, 600, conversion, "20/0.5", 3_600);
        assertWithinTheBudget(sale);
        assertThat(sale.refused())
                .as("held beyond order-hold, although twice as many as planned are on their way when it begins")
                .isZero();
        assertThat(sale.use(1_200, 2_400)).isGreaterThan(0.95);
        assertThat(sale.holds(2_400).median()).isLessThanOrEqualTo(2);
        assertThat(sale.use(2_400, 3_599)).isGreaterThan(0.96);
    }

    @Test
    void plan_whenHalfAsManyOrder_fillsTheBudgetAgainWithinMinutes() {
        Course conversion = Course.steady(0.4).then(Duration.ofSeconds(1_200), 0.2);
        SaleResult sale = sale(7, 600, conversion, "20/0.5", 3_000);
        assertThat(sale.use(1_500, 1_800)).as("from 5 to 10 minutes later").isGreaterThan(0.9);
        assertThat(sale.use(1_800, 2_999)).isGreaterThan(0.96);
    }

    /** Evenly, within the hour from that minute on. */
    private static Course drift(double from, double to, int firstMinute) {
        Course conversion = Course.steady(from);
        for (int minute = 1; minute <= 60; minute++) {
            conversion = conversion.then(Duration.ofMinutes(firstMinute + minute), from + (to - from) * minute / 60);
        }
        return conversion;
    }

    @Test
    void plan_whileConversionFalls_follows() {
        SaleResult sale = sale(7, 600, drift(0.5, 0.1, 0), "30/0.5", 3_600);
        assertThat(sale.use(WARM_SECONDS, 3_599)).isGreaterThan(0.95);
        assertThat(sale.holds(WARM_SECONDS).median()).isLessThanOrEqualTo(2);
    }

    @Test
    void plan_whileConversionRises_holdsLittle() {
        SaleResult sale = sale(42, 300, drift(0.1, 0.5, 20), "90/0.7", 4_800);
        assertThat(sale.use(WARM_SECONDS, 4_799)).isGreaterThan(0.96);
        assertThat(sale.holds(WARM_SECONDS).median()).isLessThanOrEqualTo(4);
        assertThat(sale.refused()).as("held beyond order-hold").isLessThan(100);
    }
}
