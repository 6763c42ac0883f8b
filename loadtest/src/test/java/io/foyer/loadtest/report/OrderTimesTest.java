package io.foyer.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OrderTimesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void mostIn_ordersExactlyOneWindowApart_areNotInOneWindow() {
        OrderTimes times = OrderTimes.of(List.of(0L, 5 * SECOND, 10 * SECOND));
        assertThat(times.mostIn(Duration.ofSeconds(5))).isEqualTo(1);
        assertThat(times.mostIn(Duration.ofSeconds(5).plusNanos(1))).isEqualTo(2);
    }

    @Test
    void mostIn_burstAcrossTwoFixedWindows_isSeen() {
        OrderTimes times = OrderTimes.of(LongStream.range(0, 20)
                .map(i -> 59 * SECOND + i * SECOND / 10)
                .boxed()
                .toList());
        assertThat(times.mostIn(Duration.ofSeconds(60))).isEqualTo(20);
    }

    @Test
    void mostIn_randomTimes_isWhatCountingEveryWindowSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            nanos.add(random.nextLong(60 * SECOND));
        }
        long window = 5 * SECOND;
        long most = nanos.stream()
                .mapToLong(from -> nanos.stream()
                        .filter(at -> at >= from && at < from + window)
                        .count())
                .max()
                .orElseThrow();
        assertThat(OrderTimes.of(nanos).mostIn(Duration.ofSeconds(5)))
                .as("seed %d", seed)
                .isEqualTo((int) most);
    }

    @Test
    void mostIn_noOrders_isNone() {
        assertThat(OrderTimes.of(List.of()).mostIn(Duration.ofSeconds(60))).isZero();
    }

    @Test
    void meanUse_oneOrderASecond_isTheWholeBudgetOfSixty() {
        OrderTimes times = OrderTimes.of(
                LongStream.range(0, 180).map(i -> i * SECOND).boxed().toList());
        assertThat(times.meanUse(Duration.ofSeconds(60), 60, 0, 179 * SECOND)).isEqualTo(1.0);
        assertThat(times.meanUse(Duration.ofSeconds(60), 120, 0, 179 * SECOND)).isEqualTo(0.5);
    }

    @Test
    void meanUse_shorterThanAWindow_isUnknown() {
        assertThat(OrderTimes.of(List.of(1L)).meanUse(Duration.ofSeconds(60), 60, 0, 30 * SECOND))
                .isNaN();
    }
}
