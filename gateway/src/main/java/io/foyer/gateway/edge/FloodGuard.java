package io.foyer.gateway.edge;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** What one connection has left of each kind of frame that is counted: a bucket a kind, filled by time. */
final class FloodGuard {
    private static final Flood[] KINDS = Flood.values();
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private final double[] left = new double[KINDS.length];
    private final long[] seenNanos = new long[KINDS.length];

    /** @param nanoTime a monotonic clock */
    FloodGuard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Arrays.fill(seenNanos, nanoTime.getAsLong());
        for (Flood kind : KINDS) {
            left[kind.ordinal()] = kind.burst();
        }
    }

    /** Counts one; false when there was none left. */
    boolean allows(Flood kind) {
        int i = kind.ordinal();
        long now = nanoTime.getAsLong();
        double refill = kind.perSecond() * (now - seenNanos[i]) / NANOS_PER_SECOND;
        seenNanos[i] = now;
        left[i] = Math.min(kind.burst(), left[i] + refill) - 1;
        return left[i] >= 0;
    }

    /** Allows some more than the clock does. */
    void credit(Flood kind, int more) {
        int i = kind.ordinal();
        left[i] = Math.min(kind.burst(), left[i] + more);
    }
}
