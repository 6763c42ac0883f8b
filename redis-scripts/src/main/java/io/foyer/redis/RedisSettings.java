package io.foyer.redis;

import java.time.Duration;

/**
 * Where the store is, as in the configuration.
 *
 * @param uri {@code redis://[user:password@]host[:port][/db]}, {@code rediss://...} for TLS, or {@code
 *     redis+sentinel://host[:port],host.../[db]#master}
 * @param timeout a command without an answer after this long has failed
 */
public record RedisSettings(String uri, Duration timeout) {
    public RedisSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        RedisAddress.parse(uri);
    }

    @Override
    public String toString() {
        return "RedisSettings[uri=" + RedisAddress.masked(uri) + ", timeout=" + timeout + "]";
    }
}
