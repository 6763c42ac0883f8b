package io.foyer.gateway.rooms;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wall time by which tokens are signed and judged: runs with the monotonic clock and follows the wall clock by no more than a
 * tenth of the time that goes by. So a clock that jumps neither ends a pass nor makes a ticket look as if it came from the
 * future, and one that was set right is followed in the end.
 */
final class SteadyClock {
    static final long FOLLOW_EVERY_MILLIS = 1_000;
    private static final long STEP_MILLIS_MAX = FOLLOW_EVERY_MILLIS / 10;

    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final long startNanos;
    private volatile long aheadMillis;

    SteadyClock(LongSupplier nanoClock, LongSupplier wallMillis) {
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        this.startNanos = nanoClock.getAsLong();
        this.aheadMillis = wallMillis.getAsLong() - monotonicMillis();
    }

    /** Since 1970. Any thread. */
    long millis() {
        return monotonicMillis() + aheadMillis;
    }

    long seconds() {
        return millis() / 1_000;
    }

    /** Every {@link #FOLLOW_EVERY_MILLIS}, on one thread. */
    void follow() {
        long behind = wallMillis.getAsLong() - millis();
        aheadMillis = aheadMillis + Math.max(-STEP_MILLIS_MAX, Math.min(STEP_MILLIS_MAX, behind));
    }

    private long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - startNanos);
    }
}
