package io.foyer.admission.line;

import java.util.Arrays;

/**
 * How many orders came how long after their buyers were let in: counts in bins of time, which widen from a second to five
 * minutes. Immutable.
 */
public final class CheckoutTimes {
    private static final int[] EDGES_SECONDS = {
        0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 48, 57, 68, 80, 96, 115, 136, 160, 190, 226, 270,
        320, 380, 450, 540, 640, 760, 900, 1_070, 1_270, 1_510, 1_800
    };

    public static final int BINS = EDGES_SECONDS.length - 1;
    /** What takes as long, or longer, is in no bin. */
    public static final int SECONDS_MAX = EDGES_SECONDS[BINS];

    public static final CheckoutTimes NONE = new CheckoutTimes(new long[BINS]);

    private final long[] counts;

    private CheckoutTimes(long[] counts) {
        this.counts = counts;
    }

    /** @param counts of the bins from the first on; those that are left out are 0 */
    public static CheckoutTimes of(long... counts) {
        if (counts.length > BINS) {
            throw new IllegalArgumentException(counts.length + " bins (expected: at most " + BINS + ")");
        }
        return new CheckoutTimes(Arrays.copyOf(counts, BINS));
    }

    /** In which bin a time is, from 0; -1 for one that is in none. */
    public static int binOf(long seconds) {
        if (seconds < 0 || seconds >= SECONDS_MAX) {
            return -1;
        }
        int at = Arrays.binarySearch(EDGES_SECONDS, (int) seconds);
        return at >= 0 ? at : -at - 2;
    }

    /** Times in the bin are as long or longer. */
    public static int fromSeconds(int bin) {
        return EDGES_SECONDS[bin];
    }

    /** Times in the bin are shorter. */
    public static int toSeconds(int bin) {
        return EDGES_SECONDS[bin + 1];
    }

    public long count(int bin) {
        return counts[bin];
    }

    public CheckoutTimes plus(CheckoutTimes others) {
        long[] sums = counts.clone();
        Arrays.setAll(sums, bin -> sums[bin] + others.counts[bin]);
        return new CheckoutTimes(sums);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CheckoutTimes && Arrays.equals(counts, ((CheckoutTimes) other).counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
