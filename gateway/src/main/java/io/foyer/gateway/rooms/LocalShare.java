package io.foyer.gateway.rooms;

import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * This gateway's share of the order budget while the store is away. Confined to the rooms thread.
 *
 * <p>The share is what the budget leaves to each of the gateways last heard of, rounded down, and evenly spaced: a bucket of
 * one token with a token every {@code 60 s / share} lets at most {@code share} through in any minute; likewise for 5 s. For the
 * first minute apart it is a share of what the store's window had left, and there is nothing for the first five seconds,
 * because what went before still counts at the shop. A share below one order is none: the budget is hard.
 */
final class LocalShare {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long FIVE_SECONDS_NANOS = 5_000_000_000L;

    private final BudgetConfig budget;
    private final int gateways;
    private final LongSupplier nanoClock;
    private final long sinceNanos;
    private Optional<Bucket> bucket;
    private boolean isFirstMinute = true;

    /** @param counted orders in the store's minute, as last heard of */
    LocalShare(BudgetConfig budget, long counted, int gateways, LongSupplier nanoClock) {
        this.budget = budget;
        this.gateways = gateways;
        this.nanoClock = nanoClock;
        this.sinceNanos = nanoClock.getAsLong();
        this.bucket = bucketFor(Math.max(0, budget.ordersPerMinute() - counted));
    }

    boolean tryTake() {
        long apartNanos = nanoClock.getAsLong() - sinceNanos;
        if (isFirstMinute && apartNanos >= MINUTE_NANOS) {
            isFirstMinute = false;
            bucket = bucketFor(budget.ordersPerMinute());
        }
        return apartNanos >= FIVE_SECONDS_NANOS
                && bucket.map(tokens -> tokens.tryConsume(1)).orElse(false);
    }

    /** A bucket begins empty, so that two of them never let orders through side by side. */
    private Optional<Bucket> bucketFor(long ordersPerMinute) {
        long perMinute = ordersPerMinute / gateways;
        long per5s = budget.ordersPer5s() / gateways;
        if (perMinute == 0 || per5s == 0) {
            return Optional.empty();
        }
        Duration spacing = Duration.ofNanos(Math.max(MINUTE_NANOS / perMinute, FIVE_SECONDS_NANOS / per5s));
        return Optional.of(Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, spacing).initialTokens(0))
                .withCustomTimePrecision(new Monotonic())
                .build());
    }

    /** Nanoseconds since this share began: the bucket does not bear a clock that wraps. */
    private final class Monotonic implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoClock.getAsLong() - sinceNanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
