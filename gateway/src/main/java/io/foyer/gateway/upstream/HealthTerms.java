package io.foyer.gateway.upstream;

import java.time.Duration;

/**
 * How servers are judged.
 *
 * @param path what is asked for; 2xx and 3xx are good (a redirect is an answer and is not followed)
 * @param interval between checks of one server, give or take a tenth
 * @param timeout for one check, its whole response included
 * @param unhealthyAfter failures in a row
 * @param healthyAfter good checks in a row
 */
record HealthTerms(String path, Duration interval, Duration timeout, int unhealthyAfter, int healthyAfter) {
    static final HealthTerms DEFAULT = new HealthTerms("/", Duration.ofSeconds(2), Duration.ofSeconds(2), 3, 2);

    HealthTerms {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: '" + path + "' (expected: a path that starts with '/')");
        }
        requireAtLeast("interval", interval, Duration.ofMillis(100));
        requireAtLeast("timeout", timeout, Duration.ofMillis(10));
        requirePositive("unhealthy-after", unhealthyAfter);
        requirePositive("healthy-after", healthyAfter);
    }

    private static void requireAtLeast(String what, Duration value, Duration min) {
        if (value.compareTo(min) < 0) {
            throw new IllegalArgumentException(
                    what + ": " + value.toMillis() + "ms (expected: >= " + min.toMillis() + "ms)");
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: >= 1)");
        }
    }
}
