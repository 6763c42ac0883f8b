package io.foyer.admission.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PollPlanTest {
    private final PollPlan plan = new PollPlan(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(2));

    @Test
    void nextPollSeconds_nearTheFront_isTheShortest() {
        assertThat(plan.nextPollSeconds(waitOf(0), 17)).isEqualTo(2);
        assertThat(plan.nextPollSeconds(waitOf(10), 17)).isEqualTo(2);
    }

    @Test
    void nextPollSeconds_furtherBack_isLongerUpToTheLongest() {
        assertThat(plan.nextPollSeconds(waitOf(200), 1)).isBetween(12, 20);
        for (long number = 0; number < 1_000; number++) {
            assertThat(plan.nextPollSeconds(waitOf(100_000), number)).isBetween(36, 60);
        }
    }

    @Test
    void nextPollSeconds_ofBuyersWhoCameTogether_isSpread() {
        long different = LongStream.range(0, 1_000)
                .map(number -> plan.nextPollSeconds(waitOf(100_000), number))
                .distinct()
                .count();
        assertThat(different).isGreaterThan(10);
    }

    /** As at an opening, after an outage, and at a reload: all are told in the same second, and come again when told. */
    @Test
    void nextPollSeconds_everybodyToldInTheSameSecond_formsNoHerd() {
        int buyers = 100_000;
        int[] polls = new int[300];
        SplittableRandom luck = new SplittableRandom(7);
        for (int buyer = 0; buyer < buyers; buyer++) {
            for (int second = plan.nextPollSeconds(waitOf(100_000), luck.nextLong());
                    second < polls.length;
                    second += plan.nextPollSeconds(waitOf(100_000), luck.nextLong())) {
                polls[second]++;
            }
        }

        int even = buyers / 48;
        assertThat(IntStream.range(0, 61).map(second -> polls[second]).max().orElseThrow())
                .as("the first time")
                .isLessThan(3 * even);
        assertThat(IntStream.range(200, 300).map(second -> polls[second]).max().orElseThrow())
                .as("four polls later")
                .isLessThan(even * 3 / 2);
    }

    @Test
    void nextPollSeconds_withAShortAbsentAfter_staysWithinHalfOfIt() {
        PollPlan strict = new PollPlan(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(20));
        for (long number = 0; number < 100; number++) {
            assertThat(strict.nextPollSeconds(waitOf(100_000), number)).isBetween(1, 10);
            assertThat(strict.nextPollSeconds(Optional.empty(), number)).isBetween(1, 10);
        }
    }

    @Test
    void nextPollSeconds_whenNobodyCanTell_isHalfTheLongest() {
        assertThat(plan.nextPollSeconds(Optional.empty(), 1)).isBetween(18, 30);
    }

    @Test
    void constructor_minAboveMax_says() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new PollPlan(minute, Duration.ofSeconds(2), minute))
                .hasMessageContaining("expected: 1 s <= min <= max");
    }

    private static Optional<WaitRange> waitOf(long seconds) {
        return Optional.of(new WaitRange(seconds, seconds, seconds));
    }
}
