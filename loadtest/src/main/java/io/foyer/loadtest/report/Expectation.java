package io.foyer.loadtest.report;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the report holds the line against.
 *
 * @param ordersPerMinute null when unknown: the windows are reported and not judged
 * @param ordersPer5s null when unknown
 * @param grace how old a gateway's copy of the room may be
 */
public record Expectation(
        @Nullable Integer ordersPerMinute, @Nullable Integer ordersPer5s, Duration grace) {
    /** Two slices, a store round trip, and what a busy test machine adds. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(1);

    public static Expectation budget(int ordersPerMinute, int ordersPer5s) {
        return new Expectation(ordersPerMinute, ordersPer5s, DEFAULT_GRACE);
    }
}
