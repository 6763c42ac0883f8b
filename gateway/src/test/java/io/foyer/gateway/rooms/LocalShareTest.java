package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalShareTest {
    private static final long MINUTE_MILLIS = 60_000;

    private long nowNanos = Long.MAX_VALUE - 1_000_000_000;

    @ParameterizedTest
    @CsvSource({
        // per minute, per 5 s, gateways, the most in any minute
        "60, 10, 1, 60",
        "60, 10, 2, 30",
        "100, 10, 3, 33",
        "10, 10, 4, 2",
        "600, 5, 1, 60",
        "600, 5, 2, 24",
    })
    void tryTake_askedAllTheTime_neverMoreThanTheShareInAnyMinute(int perMinute, int per5s, int gateways, int most) {
        LocalShare share = share(new BudgetConfig(perMinute, per5s, 100), 0, gateways);

        List<Long> taken = takeFor(share, 4 * MINUTE_MILLIS);

        assertThat(mostWithin(MINUTE_MILLIS, taken)).isEqualTo(most);
        assertThat(mostWithin(5_000, taken)).isLessThanOrEqualTo(per5s / gateways);
    }

    @Test
    void tryTake_notAskedForLong_savesNothingUp() {
        LocalShare share = share(new BudgetConfig(60, 10, 100), 0, 1);
        advance(10 * MINUTE_MILLIS);

        assertThat(mostWithin(MINUTE_MILLIS, takeFor(share, 2 * MINUTE_MILLIS))).isLessThanOrEqualTo(60);
    }

    @Test
    void tryTake_firstMinute_hasAShareOfWhatTheWindowHadLeft() {
        LocalShare share = share(new BudgetConfig(60, 10, 100), 40, 2);

        assertThat(takeFor(share, MINUTE_MILLIS)).hasSizeBetween(9, 10);
        assertThat(takeFor(share, MINUTE_MILLIS)).hasSizeBetween(29, 30);
    }

    @Test
    void tryTake_firstMinuteOfAFullWindow_hasNothing() {
        LocalShare share = share(new BudgetConfig(60, 10, 100), 60, 1);

        assertThat(takeFor(share, MINUTE_MILLIS)).isEmpty();
        assertThat(takeFor(share, MINUTE_MILLIS)).hasSizeBetween(59, 60);
    }

    @Test
    void tryTake_windowOverfull_hasNothing() {
        LocalShare share = share(new BudgetConfig(60, 10, 100), 75, 1);

        assertThat(takeFor(share, MINUTE_MILLIS)).isEmpty();
    }

    @Test
    void tryTake_atOnce_hasNothingSavedUp() {
        assertThat(share(new BudgetConfig(600, 50, 100), 0, 1).tryTake()).isFalse();
    }

    private LocalShare share(BudgetConfig budget, long counted, int gateways) {
        return new LocalShare(budget, counted, gateways, () -> nowNanos);
    }

    /** Asks every 50 ms. When it took, in ms. */
    private List<Long> takeFor(LocalShare share, long millis) {
        List<Long> taken = new ArrayList<>();
        for (long at = 0; at < millis; at += 50) {
            if (share.tryTake()) {
                taken.add(at);
            }
            advance(50);
        }
        return taken;
    }

    private static long mostWithin(long windowMillis, List<Long> taken) {
        return taken.stream()
                .mapToLong(from -> taken.stream()
                        .filter(at -> at >= from && at < from + windowMillis)
                        .count())
                .max()
                .orElse(0);
    }

    private void advance(long millis) {
        nowNanos += millis * 1_000_000;
    }
}
