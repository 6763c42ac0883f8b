package io.foyer.loadtest.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/** The times at which orders were created, on one monotonic clock. */
public final class OrderTimes {
    private static final long STEP_NANOS = 1_000_000_000;

    private final long[] sortedNanos;

    private OrderTimes(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    public static OrderTimes of(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new OrderTimes(sorted);
    }

    public int count() {
        return sortedNanos.length;
    }

    /**
     * The most orders in any window of this length, wherever it starts. The window is half-open: two orders exactly one length apart
     * are not in one window.
     */
    public int mostIn(Duration window) {
        long windowNanos = window.toNanos();
        int most = 0;
        int first = 0;
        for (int last = 0; last < sortedNanos.length; last++) {
            while (sortedNanos[last] - sortedNanos[first] >= windowNanos) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** Orders in (from, to]. */
    public int between(long fromNanos, long toNanos) {
        return countUpTo(toNanos) - countUpTo(fromNanos);
    }

    /**
     * Mean share of the budget used, over windows of this length that lie wholly within the given time, one starting each second;
     * NaN when the time is shorter than a window.
     */
    public double meanUse(Duration window, int budget, long fromNanos, long toNanos) {
        long windowNanos = window.toNanos();
        long windows = 0;
        long orders = 0;
        for (long end = fromNanos + windowNanos; end - toNanos <= 0; end += STEP_NANOS) {
            orders += between(end - windowNanos, end);
            windows++;
        }
        return (double) orders / windows / budget;
    }

    private int countUpTo(long nanos) {
        int low = 0;
        int high = sortedNanos.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sortedNanos[middle] <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
