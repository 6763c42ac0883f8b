package io.foyer.loadtest.report;

import java.util.Arrays;

/**
 * The least value added under any key from a given key on, in logarithmic time: a Fenwick tree (Fenwick 1994) over the ranks of the
 * keys, counted from the end.
 */
final class SuffixMinimum {
    private final long[] sortedKeys;
    private final long[] least;

    /** @param sortedKeys every key that will be added, in ascending order */
    SuffixMinimum(long[] sortedKeys) {
        this.sortedKeys = sortedKeys;
        least = new long[sortedKeys.length + 1];
        Arrays.fill(least, Long.MAX_VALUE);
    }

    void add(long key, long value) {
        for (int i = countFrom(key); i < least.length; i += i & -i) {
            least[i] = Math.min(least[i], value);
        }
    }

    /** {@link Long#MAX_VALUE} when nothing was added from this key on. */
    long from(long key) {
        long minimum = Long.MAX_VALUE;
        for (int i = countFrom(key); i > 0; i -= i & -i) {
            minimum = Math.min(minimum, least[i]);
        }
        return minimum;
    }

    /** How many keys are not below this one. */
    private int countFrom(long key) {
        int low = 0;
        int high = sortedKeys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sortedKeys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return sortedKeys.length - low;
    }
}
