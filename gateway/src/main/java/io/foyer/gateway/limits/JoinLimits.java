package io.foyer.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;

/**
 * How fast the newcomers of one network take numbers in one shop, counted by address and by the prefix around it. Who finds no
 * number left loses nothing but time, and goes ahead of those who come new: only half of a burst is open to the latter.
 * Counts are kept of the networks heard from lately; one more forgets the least used, which begins anew. Loopback is not
 * limited: it is an operator, or a proxy that hides who comes.
 */
public final class JoinLimits {
    /** Addresses and prefixes that are counted. */
    public static final int NETWORKS_MAX = 100_000;

    /** As many seconds' worth as newcomers may take at once; as many again are for those who come back. */
    private static final int BURST_SECONDS = 10;

    private final Cache<Network, Bucket> buckets;
    private final LimitTally tally;
    private final TimeMeter clock;

    /** Another rate is another bucket: a reload takes effect at once. */
    private record Network(String shop, boolean isPrefix, long bits, int perSecond) {}

    /** Numbers a second; 0 for no limit. */
    public record Rates(int perAddress, int perPrefix) {}

    /** Who asks. */
    public enum Comer {
        NEW,
        /** With a stamp of arrival. */
        BACK
    }

    public JoinLimits(LimitTally tally) {
        this(tally, TimeMeter.SYSTEM_MILLISECONDS);
    }

    JoinLimits(LimitTally tally, TimeMeter clock) {
        this.tally = tally;
        this.clock = clock;
        buckets = Caffeine.newBuilder()
                .maximumSize(NETWORKS_MAX)
                .expireAfterAccess(Duration.ofMinutes(1))
                .<Network, Bucket>evictionListener((network, bucket, why) -> tally.left(BoundedCache.JOIN_RATES, why))
                .build();
    }

    /** Counts a number for the address; false, and told of in the tally, when it is one too many. */
    public boolean take(String shop, Rates rates, InetAddress address, Comer comer) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        long bits = AddressKey.of(address);
        Network own = new Network(shop, false, bits, rates.perAddress());
        if (!take(own, comer)) {
            tally.reached(Limit.JOINS_PER_ADDRESS, address);
            return false;
        }
        if (!take(new Network(shop, true, AddressKey.prefix(bits), rates.perPrefix()), comer)) {
            giveBack(own);
            tally.reached(Limit.JOINS_PER_PREFIX, address);
            return false;
        }
        return true;
    }

    /** How many are counted; for tests. */
    long networks() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private boolean take(Network network, Comer comer) {
        if (network.perSecond() == 0) {
            return true;
        }
        Bucket bucket = buckets.get(network, key -> bucketOf(key.perSecond()));
        long reserve = comer == Comer.NEW ? (long) BURST_SECONDS * network.perSecond() : 0;
        return bucket.getAvailableTokens() > reserve && bucket.tryConsume(1);
    }

    private void giveBack(Network network) {
        Bucket bucket = buckets.getIfPresent(network);
        if (bucket != null) {
            bucket.addTokens(1);
        }
    }

    private Bucket bucketOf(int perSecond) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(2L * BURST_SECONDS * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build();
    }
}
