package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foyer.admission.line.CheckoutTimes;
import io.foyer.admission.simulation.Checkouts;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls at an even rate. */
final class ConversionTest {
    private static final double MEMORY_SECONDS = 300;
    private static final double CALLS_A_SECOND = 20;
    private static final int SECONDS_MAX = 4_000;

    private final Random random = new Random(7);
    private CallHistory history = new CallHistory();
    private final Conversion conversion = new Conversion();
    private final int[] ordersAt = new int[SECONDS_MAX];
    private final int[][] timesAt = new int[SECONDS_MAX][CheckoutTimes.BINS];
    private final long[] times = new long[CheckoutTimes.BINS];
    private double called;
    private double ordered;
    private int second;

    ConversionTest() {
        begin();
    }

    private void begin() {
        history = new CallHistory();
        history.record(second, called, ordered);
        conversion.begin(called, ordered, CheckoutTimes.of(times));
    }

    private void runUntil(int end, double share, String checkout, boolean timed) {
        while (second < end) {
            second++;
            for (int i = 0; i < CALLS_A_SECOND; i++) {
                call(share, checkoutSeconds(checkout), timed);
            }
            // What the copy of a second tells is looked at when the next one begins.
            conversion.learn(history, CheckoutTimes.of(times), 1, MEMORY_SECONDS);
            for (int k = 0; k < times.length; k++) {
                times[k] += timesAt[second][k];
            }
            ordered += ordersAt[second];
            history.record(second, called, ordered);
        }
    }

    /** Log-normal by median and spread, exponential by mean, or two humps. */
    private int checkoutSeconds(String checkout) {
        if (checkout.equals("two humps")) {
            return (int) Checkouts.of(checkout).seconds(random.nextDouble(), random.nextDouble());
        }
        String[] parts = checkout.split("/");
        double seconds = Double.parseDouble(parts[0]);
        return (int)
                (parts.length == 1
                        ? -seconds * Math.log(1 - random.nextDouble())
                        : seconds * Math.exp(Double.parseDouble(parts[1]) * random.nextGaussian()));
    }

    private void call(double share, int seconds, boolean timed) {
        called++;
        if (random.nextDouble() >= share || second + seconds >= SECONDS_MAX) {
            return;
        }
        ordersAt[second + seconds]++;
        int bin = CheckoutTimes.binOf(seconds);
        if (timed && bin >= 0) {
            timesAt[second + seconds][bin]++;
        }
    }

    @ParameterizedTest(name = "{0} order, after {1}")
    @CsvSource({
        "1.0, 3/0.3",
        "0.3, 30/0.5",
        "0.05, 30/0.5",
        "0.3, 90/0.7",
        "1.0, 180/1.0",
        "0.3, 180/1.0",
        "0.3, 120",
        "1.0, 300"
    })
    void learn_inTheLongRun_findsShareAndLag(double share, String checkout) {
        runUntil(3_600, share, checkout, true);
        String[] parts = checkout.split("/");
        double spread = parts.length == 1 ? 0 : Double.parseDouble(parts[1]);
        double mean = Double.parseDouble(parts[0]) * Math.exp(spread * spread / 2);
        // 6,000 calls count: their orders tell the share to a few percent.
        assertThat(conversion.share()).isEqualTo(share, within(share * 0.15));
        assertThat(conversion.lagSeconds()).isCloseTo((int) mean, within((int) (2 + mean * 0.15)));
    }

    @ParameterizedTest(name = "{0} order, after {1}")
    @CsvSource({"1.0, 30/0.5", "0.3, 30/0.5", "1.0, 180/1.0", "0.3, 180/1.0", "0.05, 180/1.0"})
    void learn_whileSlowBuyersAreStillInside_neverTakesManyForLeavers(double share, String checkout) {
        for (int minute = 1; minute <= 30; minute++) {
            runUntil(minute * 60, share, checkout, true);
            assertThat(conversion.share()).as("after %d min", minute).isGreaterThan(share * 0.8);
        }
    }

    @ParameterizedTest(name = "{0} order, after {1}, known after {2} s")
    @CsvSource({"0.3, 3/0.3, 60", "0.3, 30/0.5, 180", "0.3, 90/0.7, 600", "0.3, 180/1.0, 1200"})
    void learn_once_mostHaveOrdered_knowsThatTheOthersLeft(double share, String checkout, int seconds) {
        runUntil(seconds, share, checkout, true);
        assertThat(conversion.share()).isLessThan(share * 1.25);
    }

    @Test
    void learn_onceASecondHumpHasBegun_foreseesTheRestOfIt() {
        runUntil(190, 0.3, "two humps", true);
        for (int second = 191; second <= 600; second++) {
            runUntil(second, 0.3, "two humps", true);
            assertThat(conversion.share()).as("after %d s", second).isBetween(0.8 * 0.3, 1.5 * 0.3);
        }
    }

    @Test
    void learn_withoutTheTimesOfHalfOfTheOrders_takesThemToBeLikeTheOthers() {
        runUntil(1_200, 0.2, "20/0.5", true);
        double before = conversion.share();
        runUntil(1_800, 0.2, "20/0.5", false);
        runUntil(2_400, 0.2, "20/0.5", true);
        assertThat(conversion.share()).isEqualTo(before, within(0.04));
    }

    /** Another version's gateways tell none. */
    @Test
    void learn_withoutAnyTimes_goesByTheCounts() {
        runUntil(1_800, 0.2, "20/0.5", false);
        assertThat(conversion.share()).isEqualTo(0.2, within(0.03));
        double[] toCome = new double[Conversion.LAG_SECONDS_MAX];
        conversion.toCome(toCome);
        assertThat(Arrays.stream(toCome).sum()).as("a usual lag").isEqualTo(60);
    }

    @Test
    void learn_ofARunningSale_leavesOutOrdersOfCallsFromBefore() {
        runUntil(1_200, 0.4, "60/0.5", true);
        begin();
        assertThat(conversion.share()).as("by the counts of the era").isEqualTo(ordered / called, within(0.01));
        for (int i = 1; i <= 600; i++) {
            runUntil(1_200 + i, 0.4, "60/0.5", true);
            assertThat(conversion.share()).as("%d s after", i).isBetween(0.3, 0.5);
        }
    }

    /** Those who are inside order yet, and were called before all that is counted. */
    @Test
    void learn_afterTheStoreLostItsCounts_keepsWhatIsKnown() {
        runUntil(1_200, 0.3, "60/0.5", true);
        double before = conversion.share();
        called = 0;
        ordered = 0;
        Arrays.fill(times, 0);
        for (int i = 1; i <= 600; i++) {
            runUntil(1_200 + i, 0.3, "60/0.5", true);
            assertThat(conversion.share()).as("%d s after", i).isEqualTo(before, within(0.06));
        }
    }

    @Test
    void toCome_fallsFromAllToNothing() {
        runUntil(1_800, 0.3, "30/0.5", true);
        double[] toCome = new double[Conversion.LAG_SECONDS_MAX];
        conversion.toCome(toCome);
        assertThat(toCome[0]).isEqualTo(1);
        assertThat(toCome[30]).as("at the median").isEqualTo(0.5, within(0.05));
        assertThat(toCome[toCome.length - 1]).isEqualTo(0, within(0.01));
        for (int age = 1; age < toCome.length; age++) {
            assertThat(toCome[age]).isLessThanOrEqualTo(toCome[age - 1] + 1e-9);
        }
    }
}
