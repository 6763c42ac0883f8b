package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SteadyClockTest {
    private static final long HOUR = 3_600_000;

    private long nowNanos = Long.MAX_VALUE - 1_000_000_000;
    private long wallMillis = 1_800_000_000_000L;
    private final SteadyClock clock = new SteadyClock(() -> nowNanos, () -> wallMillis);

    @Test
    void millis_whileNothingJumps_isTheWallClock() {
        run(10_000);
        assertThat(clock.millis()).isBetween(wallMillis - 1, wallMillis);
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR, -HOUR})
    void millis_whenTheWallClockJumps_followsByATenthOfTheTime(long jump) {
        long before = clock.millis();
        wallMillis += jump;
        run(60_000);

        assertThat(clock.millis() - before).isBetween(53_000L, 67_000L);
        run(11 * HOUR);
        assertThat(clock.millis()).as("in the end").isBetween(wallMillis - 1, wallMillis + 1);
    }

    private void run(long millis) {
        for (long at = 0; at < millis; at += SteadyClock.FOLLOW_EVERY_MILLIS) {
            nowNanos += SteadyClock.FOLLOW_EVERY_MILLIS * 1_000_000;
            wallMillis += SteadyClock.FOLLOW_EVERY_MILLIS;
            clock.follow();
        }
    }
}
