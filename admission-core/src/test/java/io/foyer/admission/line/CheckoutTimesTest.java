package io.foyer.admission.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CheckoutTimesTest {
    @Test
    void binOf_everyTime_isInTheOneBinThatHoldsIt() {
        for (long seconds = 0; seconds < CheckoutTimes.SECONDS_MAX; seconds++) {
            int bin = CheckoutTimes.binOf(seconds);
            assertThat(seconds)
                    .isGreaterThanOrEqualTo(CheckoutTimes.fromSeconds(bin))
                    .isLessThan(CheckoutTimes.toSeconds(bin));
        }
    }

    @Test
    void binOf_timesOutside_areInNone() {
        for (long seconds :
                new long[] {Long.MIN_VALUE, OrderResult.UNKNOWN, CheckoutTimes.SECONDS_MAX, 1L << 32, Long.MAX_VALUE}) {
            assertThat(CheckoutTimes.binOf(seconds)).as(seconds + " s").isEqualTo(-1);
        }
    }

    @Test
    void bins_followOneAnother_fromZeroToHalfAnHour() {
        assertThat(CheckoutTimes.fromSeconds(0)).isZero();
        for (int bin = 1; bin < CheckoutTimes.BINS; bin++) {
            assertThat(CheckoutTimes.fromSeconds(bin)).isEqualTo(CheckoutTimes.toSeconds(bin - 1));
        }
        assertThat(CheckoutTimes.toSeconds(CheckoutTimes.BINS - 1))
                .isEqualTo(CheckoutTimes.SECONDS_MAX)
                .isEqualTo(1_800);
    }

    @Test
    void of_fewerBinsThanThereAre_leavesTheOthersAtZero() {
        CheckoutTimes times = CheckoutTimes.of(0, 3);

        assertThat(times.count(0)).isZero();
        assertThat(times.count(1)).isEqualTo(3);
        assertThat(times.count(CheckoutTimes.BINS - 1)).isZero();
        assertThat(CheckoutTimes.of())
                .isEqualTo(CheckoutTimes.NONE)
                .isNotEqualTo(times)
                .hasSameHashCodeAs(CheckoutTimes.NONE);
        assertThatThrownBy(() -> CheckoutTimes.of(new long[CheckoutTimes.BINS + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + CheckoutTimes.BINS);
    }

    @Test
    void of_countsThatChangeLater_keepsItsOwn() {
        long[] counts = {1};
        CheckoutTimes times = CheckoutTimes.of(counts);
        counts[0] = 2;

        assertThat(times.count(0)).isEqualTo(1);
    }

    @Test
    void plus_addsUpBinByBin_andChangesNeither() {
        CheckoutTimes some = CheckoutTimes.of(1, 2);
        CheckoutTimes others = CheckoutTimes.of(0, 5, 7);

        assertThat(some.plus(others)).isEqualTo(CheckoutTimes.of(1, 7, 7));
        assertThat(some).isEqualTo(CheckoutTimes.of(1, 2));
        assertThat(others).isEqualTo(CheckoutTimes.of(0, 5, 7));
    }
}
