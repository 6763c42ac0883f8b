package io.foyer.gateway.limits;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection's part of a rate that it shares with others. It takes from the shared bucket a few at a time, ever more the
 * longer it goes on, so that most requests cost a subtraction. Used by one thread at a time; if two should meet, a few
 * requests are counted wrongly.
 */
public final class Allowance {
    /** What a connection may hold back from others of its address. */
    static final int LEASED_MAX = 16;

    /** Browsers come in bursts: a page and all that it shows. */
    private static final int BURST_SECONDS = 4;

    public static final Allowance UNLIMITED = new Allowance(null);

    private final @Nullable Bucket bucket;
    private int left;
    private int next = 1;

    public Allowance(@Nullable Bucket bucket) {
        this.bucket = bucket;
    }

    /** Counts a request; false when it is one too many. */
    public boolean take() {
        if (left > 0) {
            left--;
            return true;
        }
        return bucket == null || takeMore(bucket);
    }

    private boolean takeMore(Bucket from) {
        int taken = (int) from.tryConsumeAsMuchAsPossible(next);
        next = Math.min(LEASED_MAX, 2 * next);
        if (taken == 0) {
            return false;
        }
        left = taken - 1;
        return true;
    }

    /** A bucket for so many a second, with room for a burst. */
    public static Bucket bucketOf(int perSecond) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity((long) BURST_SECONDS * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
