package io.foyer.admission.line;

import java.util.Arrays;

/**
 * Who is present behind the serving position, exact near the front and in buckets further back, so that "people ahead"
 * is answered from memory for a line of any length.
 */
public final class PresenceMap {
    /** Places behind the serving position that are known one by one. */
    public static final int EXACT_PLACES = 1_024;

    private final long serving;
    private final byte[] front;
    private final int bucketPlaces;
    private final int[] buckets;
    private final long frontCount;
    private final long total;

    /**
     * @param serving the number this map starts behind
     * @param front a bit for each of the {@link #EXACT_PLACES} numbers from {@code serving + 1}, highest bit first
     * @param bucketPlaces how many numbers a bucket spans; buckets start at {@code serving + 1 + EXACT_PLACES}
     * @param buckets present buyers in each bucket
     */
    public PresenceMap(long serving, byte[] front, int bucketPlaces, int[] buckets) {
        if (front.length > EXACT_PLACES / 8 || bucketPlaces < 1) {
            throw new IllegalArgumentException("front " + front.length + " bytes, buckets of " + bucketPlaces
                    + " (expected: at most " + EXACT_PLACES / 8 + " bytes, buckets of >= 1)");
        }
        this.serving = serving;
        this.front = front.clone();
        this.bucketPlaces = bucketPlaces;
        this.buckets = buckets.clone();
        this.frontCount = countFront(EXACT_PLACES);
        this.total = frontCount + Arrays.stream(buckets).asLongStream().sum();
    }

    public static PresenceMap empty(long serving) {
        return new PresenceMap(serving, new byte[0], 1, new int[0]);
    }

    /** Present buyers who wait. */
    public long waiting() {
        return total;
    }

    /** Present buyers with a lower number than {@code number} who have not been called. */
    public long ahead(long number) {
        long places = number - serving - 1;
        if (places <= 0) {
            return 0;
        }
        if (places <= EXACT_PLACES) {
            return countFront((int) places);
        }
        return frontCount + countBuckets(places - EXACT_PLACES);
    }

    private long countFront(int places) {
        int whole = Math.min(places / 8, front.length);
        long count = 0;
        for (int i = 0; i < whole; i++) {
            count += Integer.bitCount(front[i] & 0xff);
        }
        if (whole < front.length && places % 8 != 0) {
            count += Integer.bitCount((front[whole] & 0xff) >>> (8 - places % 8));
        }
        return count;
    }

    private long countBuckets(long places) {
        int whole = (int) Math.min(places / bucketPlaces, buckets.length);
        long count = 0;
        for (int i = 0; i < whole; i++) {
            count += buckets[i];
        }
        if (whole < buckets.length) {
            count += buckets[whole] * (places % bucketPlaces) / bucketPlaces;
        }
        return count;
    }
}
