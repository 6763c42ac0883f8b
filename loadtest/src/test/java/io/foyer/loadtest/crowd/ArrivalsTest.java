package io.foyer.loadtest.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private final Random random = new Random(7);

    @Test
    void poisson_manyGaps_haveTheMeanAndSpreadOfTheExponential() {
        Arrivals arrivals = Arrivals.poisson(200);
        long[] gaps = LongStream.generate(() -> arrivals.gapNanos(random))
                .limit(100_000)
                .toArray();

        double mean = LongStream.of(gaps).average().orElseThrow();
        double variance = LongStream.of(gaps)
                .mapToDouble(gap -> (gap - mean) * (gap - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(4.9e6, 5.1e6);
        assertThat(Math.sqrt(variance))
                .as("the deviation of an exponential is its mean")
                .isBetween(4.8e6, 5.2e6);
    }

    @Test
    void constant_gaps_areAllTheSame() {
        assertThat(Arrivals.constant(50).gapNanos(random)).isEqualTo(20_000_000);
    }

    @Test
    void rate_notPositive_isRefused() {
        assertThatThrownBy(() -> Arrivals.poisson(0)).hasMessageContaining("expected: > 0");
    }
}
