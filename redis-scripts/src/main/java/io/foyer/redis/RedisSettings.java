package io.foyer.redis;

import java.time.Duration;

/**
 * Where the store is, as in the configuration.
 *
 * @param uri {@code redis://[user:password@]host[:port][/db]}, {@code rediss://...} for TLS, or {@code
 *     redis+sentinel://host[:port],host.../[db]#master} or {@code redis+cluster://host[:port],host...}
 * @param minReplicas a place counts once so many replicas hold it
 * @param timeout a command without an answer after this long has failed
 */
public record RedisSettings(String uri, Duration timeout, int minReplicas) {
    public RedisSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        if (minReplicas < 0 || minReplicas > 0 && RedisAddress.isCluster(uri)) {
            throw new IllegalArgumentException(
                    "minReplicas: " + minReplicas + " (expected: >= 0, and 0 with a Cluster)");
        }
        RedisAddress.parseAll(uri);
    }

    /** A place counts as soon as the server has it. */
    public RedisSettings(String uri, Duration timeout) {
        this(uri, timeout, 0);
    }

    @Override
    public String toString() {
        return "RedisSettings[uri=" + RedisAddress.masked(uri) + ", timeout=" + timeout + "]";
    }
}
