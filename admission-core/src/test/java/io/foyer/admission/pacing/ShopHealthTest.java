package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foyer.admission.pacing.ShopHealth.Answers;
import io.foyer.admission.pacing.ShopHealth.Reason;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShopHealthTest {
    private static final double CHECKOUT_SECONDS = 20;
    private static final double MEDIAN_NANOS = 200e6;

    private final Random random = new Random(11);
    private final ShopHealth health = new ShopHealth();

    /** Answers whose times are log-normal. */
    private Answers answers(int count, double timesAsLong, double spread, double failing) {
        double logs = 0;
        long failed = 0;
        for (int i = 0; i < count; i++) {
            logs += Math.log(MEDIAN_NANOS * timesAsLong) + spread * random.nextGaussian();
            failed += random.nextDouble() < failing ? 1 : 0;
        }
        return new Answers(count, logs, failed, 0);
    }

    private void second(Answers orders) {
        health.observe(new ShopHealth.Second(Answers.NONE, orders, Optional.of("a"), 1, CHECKOUT_SECONDS));
    }

    private void seconds(int count, double timesAsLong) {
        for (int i = 0; i < count; i++) {
            second(answers(10, timesAsLong, 0.5, 0));
        }
    }

    private void serving(int seconds, Optional<String> zone) {
        for (int i = 0; i < seconds; i++) {
            health.observe(new ShopHealth.Second(Answers.NONE, Answers.NONE, zone, 1, CHECKOUT_SECONDS));
        }
    }

    @Test
    void factor_withTimesThatVaryWildly_isNeverLess() {
        double least = 1;
        for (int second = 0; second < 4 * 3_600; second++) {
            second(answers(random.nextInt(20), 1, 1.5, 0.01));
            least = Math.min(least, health.factor());
        }
        assertThat(least).as("a long tail is the shop's way, not its strain").isEqualTo(1);
        assertThat(health.reason()).isEqualTo(Reason.NONE);
    }

    @Test
    void factor_whenAnswersTakeFourTimesAsLong_fallsAndComesBack() {
        seconds(300, 1);
        seconds(40, 4);
        assertThat(health.factor()).isLessThan(0.9);
        assertThat(health.reason()).isEqualTo(Reason.LATENCY);
        assertThat(health.timesAsLong()).isCloseTo(4, within(0.8));

        seconds(600, 4);
        assertThat(health.factor()).as("still strained").isLessThan(0.3);

        seconds(600, 1);
        assertThat(health.factor()).isEqualTo(1);
        assertThat(health.reason()).isEqualTo(Reason.NONE);
    }

    @Test
    void factor_whenASlowShopRecovers_risesWithoutAJump() {
        seconds(300, 1);
        seconds(600, 4);
        double before = health.factor();
        for (int second = 0; second < 600; second++) {
            second(answers(10, 1, 0.5, 0));
            assertThat(health.factor() - before).isLessThan(0.02);
            before = health.factor();
        }
    }

    @Test
    void factor_whenAShopStaysSlower_comesBackInTheEnd() {
        seconds(300, 1);
        seconds(3 * 3_600, 3);
        assertThat(health.factor()).as("by now that is its usual time").isEqualTo(1);
    }

    @Test
    void factor_withQuickAnswers_caresForNoRatio() {
        seconds(300, 0.01);
        seconds(300, 0.4);
        assertThat(health.factor()).as("80 ms are well, whatever was usual").isEqualTo(1);
    }

    @Test
    void factor_whenThreeInTenFail_falls() {
        for (int second = 0; second < 300; second++) {
            second(answers(10, 1, 0.5, 0));
        }
        for (int second = 0; second < 60; second++) {
            second(answers(10, 1, 0.5, 0.3));
        }
        assertThat(health.factor()).isLessThan(0.9);
        assertThat(health.reason()).isEqualTo(Reason.FAILURES);
        assertThat(health.failureShare()).isCloseTo(0.3, within(0.15));
    }

    @Test
    void factor_whenNothingIsAnsweredInTime_falls() {
        seconds(300, 1);
        for (int second = 0; second < 30; second++) {
            second(new Answers(0, 0, 5, 5));
        }
        assertThat(health.factor()).isLessThan(0.9);
        assertThat(health.reason()).isEqualTo(Reason.FAILURES);
    }

    @Test
    void factor_aroundATakeover_holdsAndRampsUp() {
        serving(10, Optional.of("a"));
        assertThat(health.factor()).as("at the start nothing was taken over").isEqualTo(1);
        serving(5, Optional.of("standby"));
        assertThat(health.factor()).isZero();
        assertThat(health.reason()).isEqualTo(Reason.FAILOVER);
        serving(16, Optional.of("standby"));
        assertThat(health.factor()).isBetween(0.3, 0.6);
        serving(20, Optional.of("standby"));
        assertThat(health.factor()).isEqualTo(1);
        assertThat(health.reason()).isEqualTo(Reason.NONE);
    }

    @Test
    void factor_whileNothingServes_isNoneAndThenRampsUp() {
        serving(10, Optional.of("a"));
        serving(100, Optional.empty());
        assertThat(health.factor()).isZero();
        assertThat(health.reason()).isEqualTo(Reason.DOWN);
        serving(3, Optional.of("a"));
        assertThat(health.factor()).isBetween(0.01, 0.2);
        assertThat(health.reason()).isEqualTo(Reason.FAILOVER);
        serving(30, Optional.of("a"));
        assertThat(health.factor()).isEqualTo(1);
    }
}
