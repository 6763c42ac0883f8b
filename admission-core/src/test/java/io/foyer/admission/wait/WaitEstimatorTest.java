package io.foyer.admission.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.pacing.Release;
import io.foyer.admission.pacing.Release.Places;
import io.foyer.admission.wait.WaitEstimator.Observation;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WaitEstimatorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long WAITING = 1_000;

    private final WaitEstimator estimator = new WaitEstimator();
    private long second;
    private long calls;

    @Test
    void estimate_withNothingObserved_isUnknown() {
        assertThat(estimator.estimate(5)).isEmpty();
    }

    @Test
    void estimate_withoutHistory_followsThePlan() {
        estimator.observe(seen(0, 0, 2, WAITING));
        assertThat(estimator.estimate(199)).hasValueSatisfying(wait -> {
            assertThat(wait.likelySeconds()).isEqualTo(100);
            assertThat(wait.lowSeconds()).isBetween(50L, 90L);
            assertThat(wait.highSeconds()).isBetween(115L, 200L);
        });
    }

    /** Places are full, and nothing is learned: the slowest that may be true is that nobody goes in any more. */
    @Test
    void estimate_thatWouldHaveNoEnd_isUnknown() {
        Places full = new Places(0, new Release.Freed(60, new double[] {0, 0, 1}, 0), 1);
        estimator.observe(new Observation(0, 1, WAITING, WAITING, new Release(0, 0.16, 60, 1, full)));
        assertThat(estimator.estimate(3)).isEmpty();
        estimator.observe(
                new Observation(2 * SECOND, 1, WAITING, WAITING, new Release(0, 0.16, 60, 1, Places.ENDLESS)));
        assertThat(estimator.estimate(3)).as("nobody is called now").isEmpty();
        estimator.observe(
                new Observation(4 * SECOND, 1, WAITING, WAITING, new Release(0.1, 0.16, 60, 1, Places.ENDLESS)));
        assertThat(estimator.estimate(3)).isNotEmpty();
    }

    @Test
    void estimate_whenCallsAreSlowerThanPlanned_followsTheCalls() {
        for (int second = 0; second <= 300; second++) {
            estimator.observe(seen(second * SECOND, second, 10, WAITING));
        }
        long likely = estimator.estimate(999).orElseThrow().likelySeconds();
        assertThat(likely).as("1 call/s seen for minutes, 10 planned").isBetween(480L, 1_000L);
    }

    @Test
    void estimate_whilePausedOrUnplanned_isUnknownAndComesBack() {
        estimator.observe(seen(0, 0, 2, WAITING));
        estimator.observe(seen(SECOND, 2, 0, WAITING));
        assertThat(estimator.estimate(10)).isEmpty();
        estimator.observe(seen(600 * SECOND, 2, 2, WAITING));
        assertThat(estimator.estimate(10).orElseThrow().likelySeconds())
                .as("the pause does not count as slow calls")
                .isEqualTo(6);
    }

    @Test
    void estimate_afterTimeWithoutAnyoneWaiting_startsFromThePlan() {
        for (int second = 0; second <= 200; second++) {
            estimator.observe(seen(second * SECOND, 0, 4, 0));
        }
        assertThat(estimator.estimate(39).orElseThrow().likelySeconds()).isEqualTo(10);
    }

    @Test
    void estimate_whereBuyersGiveUp_isShorter() {
        WaitEstimator patient = new WaitEstimator();
        for (int second = 0; second <= 900; second++) {
            patient.observe(new Observation(
                    second * SECOND, second, 5_000 - second, 5_000, new Release(1, 1, 0, 0, Places.ENDLESS)));
            estimator.observe(new Observation(
                    second * SECOND, second, 5_000 - 3 * second, 5_000, new Release(1, 1, 0, 0, Places.ENDLESS)));
        }
        long all = patient.estimate(2_000).orElseThrow().likelySeconds();
        assertThat(all).isBetween(1_900L, 2_100L);
        assertThat(estimator.estimate(2_000).orElseThrow().likelySeconds()).isLessThan(all * 3 / 4);
    }

    @Test
    void estimate_whileTheShareIsInDoubt_isWideAndExpectsToSpeedUp() {
        estimator.observe(new Observation(0, 0, 1_000, 1_000, new Release(1, 2.5, 0, 1, Places.ENDLESS)));
        assertThat(estimator.estimate(999)).hasValueSatisfying(wait -> {
            assertThat(wait.likelySeconds()).isEqualTo(400);
            assertThat(wait.lowSeconds()).isLessThan(220);
            assertThat(wait.highSeconds()).isGreaterThan(720);
        });
    }

    @Test
    void estimate_inANewEra_forgetsTheOldCounts() {
        estimator.observe(seen(0, 1_000, 1, WAITING));
        estimator.observe(seen(10 * SECOND, 0, 1, WAITING));
        assertThat(estimator.estimate(0).orElseThrow().likelySeconds()).isEqualTo(1);
    }

    @Test
    void estimate_ofAnyInput_isOrderedAndNeverNegative() {
        Random random = new Random(5);
        long called = 0;
        for (int second = 0; second < 2_000; second++) {
            called += random.nextInt(20);
            estimator.observe(seen(second * SECOND, called, random.nextDouble() * 50, random.nextInt(3)));
            long ahead = random.nextInt(1_000_000);
            estimator
                    .estimate(ahead)
                    .ifPresent(wait -> assertThat(wait.lowSeconds())
                            .isBetween(0L, wait.likelySeconds())
                            .isLessThanOrEqualTo(wait.highSeconds()));
        }
    }

    @Test
    void estimate_fromPollToPoll_doesNotJump() {
        Random random = new Random(6);
        long called = 0;
        double before = 0;
        for (int second = 0; second < 600; second++) {
            called += poisson(random, second < 300 ? 5 : 2);
            estimator.observe(seen(second * SECOND, called, 4, WAITING));
            double likely = estimator.estimate(9_999).orElseThrow().likelySeconds();
            if (second > 0) {
                assertThat(likely / before).as("second %d", second).isBetween(0.95, 1.05);
            }
            before = likely;
        }
    }

    @Test
    void estimate_ofASteadyLine_holdsTheWaitInFourOfFive() {
        Random random = new Random(7);
        int held = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            double pace = 0.5 + random.nextInt(10);
            WaitEstimator each = new WaitEstimator();
            long called = 0;
            for (int second = 0; second < 120; second++) {
                called += poisson(random, pace);
                each.observe(seen(second * SECOND, called, pace * 1.2, WAITING));
            }
            int ahead = 5 + random.nextInt(500);
            WaitRange wait = each.estimate(ahead).orElseThrow();
            int seconds = 0;
            for (long left = ahead + 1; left > 0; seconds++) {
                left -= poisson(random, pace);
            }
            held += wait.lowSeconds() <= seconds && seconds <= wait.highSeconds() ? 1 : 0;
        }
        assertThat(held).isGreaterThan(runs * 8 / 10);
    }

    private WaitMove after(int seconds, double pace, long waiting) {
        for (int i = 0; i < seconds; i++) {
            second++;
            calls += (long) pace;
            estimator.observe(seen(second * SECOND, calls, pace, waiting));
        }
        return toldTo(1, waiting);
    }

    private WaitMove toldTo(long number, long ahead) {
        return estimator.news().toldTo(number, ahead);
    }

    @Test
    void move_whenThePaceChanges_saysWhichWay() {
        assertThat(after(600, 4, 5_000)).isEqualTo(WaitMove.NONE);
        assertThat(after(120, 2, 5_000)).isEqualTo(WaitMove.SLOWER);
        assertThat(after(600, 2, 5_000)).isEqualTo(WaitMove.NONE);
        assertThat(after(120, 4, 5_000)).isEqualTo(WaitMove.FASTER);
    }

    @Test
    void move_afterAPause_saysSoForAWhile() {
        after(300, 4, 5_000);
        assertThat(after(60, 0, 5_000)).isEqualTo(WaitMove.STOOD_STILL);
        assertThat(after(60, 4, 5_000)).isEqualTo(WaitMove.STOOD_STILL);
        assertThat(after(300, 4, 5_000)).isEqualTo(WaitMove.NONE);
    }

    @Test
    void move_whenOthersComeBack_saysSo() {
        after(300, 4, 5_000);
        for (int i = 0; i < 40; i++) {
            second++;
            calls += 4;
            estimator.observe(new Observation(
                    second * SECOND, calls, 6_000, calls + 5_000, new Release(4, 4, 0, 0, Places.ENDLESS)));
        }
        assertThat(toldTo(1, 6_000)).isEqualTo(WaitMove.OTHERS_RETURNED);
    }

    @Test
    void move_beforeAnybodyWasCalled_isNoStandstill() {
        assertThat(after(60, 0, 5_000)).as("a gateway that starts, a lobby").isEqualTo(WaitMove.NONE);
        estimator.observe(new Observation(61 * SECOND, 0, 5_000, 5_000, new Release(4, 4, 0, 0, Places.ENDLESS)));
        second++;
        assertThat(after(5, 0, 5_000)).as("a plan that was not carried out yet").isEqualTo(WaitMove.NONE);
        assertThat(after(1, 4, 5_000)).isEqualTo(WaitMove.NONE);
    }

    @Test
    void move_ofWhoJoinedAfterIt_isNone() {
        after(300, 4, 5_000);
        after(60, 0, 5_000);
        long whoWaited = calls + 5_000;
        after(30, 4, 5_000);
        assertThat(toldTo(whoWaited, 4_000)).isEqualTo(WaitMove.STOOD_STILL);
        assertThat(toldTo(whoWaited + 1, 4_000)).isEqualTo(WaitMove.NONE);
        after(500, 4, 5_000);
        whoWaited = calls + 5_000;
        after(100, 4, 5_000);
        after(120, 2, 5_000);
        assertThat(toldTo(whoWaited, 4_000)).isEqualTo(WaitMove.SLOWER);
        assertThat(toldTo(calls + 5_000, 4_000)).isEqualTo(WaitMove.NONE);
    }

    @Test
    void move_ofWhoIsNearTheFront_isNone() {
        after(600, 4, 5_000);
        assertThat(after(120, 2, 5_000)).isEqualTo(WaitMove.SLOWER);
        assertThat(toldTo(1, 20)).as("seconds more or less").isEqualTo(WaitMove.NONE);
    }

    private static Observation seen(long nanos, long called, double planned, long waiting) {
        Release release = planned == 0 ? Release.NONE : new Release(planned, planned, 0, 0, Places.ENDLESS);
        return new Observation(nanos, called, waiting, called + waiting, release);
    }

    private static int poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }
}
