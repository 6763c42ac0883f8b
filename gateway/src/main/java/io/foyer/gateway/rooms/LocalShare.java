package io.foyer.gateway.rooms;

import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * This gateway's share of the order budget while the store is away. Confined to the rooms thread.
 *
 * <p>The share is the budget over the gateways last heard of, evenly spaced: a bucket of one token that refills at rate
 * {@code r} lets at most {@code 60 r} through in any minute. For the first minute apart it is a share of what the store's
 * window had left, because what went before still counts at the shop.
 */
final class LocalShare {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LongSupplier nanoClock;
    private final double ordersPerMinute;
    private final double firstMinute;
    private final long apartSinceNanos;
    private Bucket bucket;
    private boolean isFirstMinute = true;

    /** @param counted orders in the store's minute, as last heard of */
    LocalShare(BudgetConfig budget, long counted, int gateways, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        // Spaced evenly, twelve 5 s windows make a minute; the narrower of the two budgets sets the pace.
        this.ordersPerMinute = Math.min(budget.ordersPerMinute(), 12.0 * budget.ordersPer5s()) / gateways;
        this.firstMinute =
                Math.min(ordersPerMinute, Math.max(0.0, (double) budget.ordersPerMinute() - counted) / gateways);
        this.apartSinceNanos = nanoClock.getAsLong();
        this.bucket = bucket(firstMinute);
    }

    boolean tryTake() {
        if (isFirstMinute && nanoClock.getAsLong() - apartSinceNanos >= MINUTE_NANOS) {
            isFirstMinute = false;
            bucket = bucket(ordersPerMinute);
        }
        return bucket.tryConsume(1);
    }

    private Bucket bucket(double perMinute) {
        // An order a day stands for none: a bucket cannot refill at rate zero.
        Duration spacing = Duration.ofNanos((long) (MINUTE_NANOS / Math.max(perMinute, 1.0 / 1_440)));
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, spacing).initialTokens(0))
                .withCustomTimePrecision(new Monotonic())
                .build();
    }

    private final class Monotonic implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoClock.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
