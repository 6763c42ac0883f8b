package io.foyer.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What each client address has of one listener: open connections, and its rate of requests. Connections are counted exactly, an
 * entry for each address that has one. Rates are kept for the addresses heard from lately; one more forgets the least used,
 * whose bucket is full when it comes again. Loopback is not limited: it is an operator, or a proxy that hides who comes.
 */
public final class AddressLimits {
    /** Addresses whose rate is remembered. */
    public static final int RATES_MAX = 100_000;

    private final ConcurrentMap<Long, Integer> connections = new ConcurrentHashMap<>();
    private final Cache<Long, Bucket> rates;
    private volatile int connectionsMax;
    private volatile int requestsPerSecond;

    /** @param connectionsMax and the rate: 0 for no limit */
    public AddressLimits(int connectionsMax, int requestsPerSecond, LimitTally tally) {
        this.connectionsMax = connectionsMax;
        this.requestsPerSecond = requestsPerSecond;
        rates = Caffeine.newBuilder()
                .maximumSize(RATES_MAX)
                .expireAfterAccess(Duration.ofMinutes(1))
                .<Long, Bucket>evictionListener((key, bucket, why) -> tally.left(BoundedCache.ADDRESS_RATES, why))
                .build();
    }

    /** Connections that are open keep their rate. */
    public void use(int newConnectionsMax, int newRequestsPerSecond) {
        connectionsMax = newConnectionsMax;
        if (newRequestsPerSecond != requestsPerSecond) {
            requestsPerSecond = newRequestsPerSecond;
            rates.invalidateAll();
        }
    }

    /** Takes a place for a connection of the address, if there is one; {@link #left} gives it back. */
    public boolean enter(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        int max = connectionsMax;
        Long key = AddressKey.of(address);
        int open = connections.merge(key, 1, Integer::sum);
        if (max > 0 && open > max) {
            leave(key);
            return false;
        }
        return true;
    }

    public void left(InetAddress address) {
        if (!address.isLoopbackAddress()) {
            leave(AddressKey.of(address));
        }
    }

    /** A connection's part of the address's rate. */
    public Allowance allowance(InetAddress address) {
        int rate = requestsPerSecond;
        if (rate == 0 || address.isLoopbackAddress()) {
            return Allowance.UNLIMITED;
        }
        return new Allowance(rates.get(AddressKey.of(address), key -> Allowance.bucketOf(rate)));
    }

    /** Addresses with an open connection. */
    public int addresses() {
        return connections.size();
    }

    private void leave(Long key) {
        connections.computeIfPresent(key, (address, open) -> open == 1 ? null : open - 1);
    }
}
