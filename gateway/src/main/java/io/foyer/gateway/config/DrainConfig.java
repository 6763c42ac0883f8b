package io.foyer.gateway.config;

import java.time.Duration;

/**
 * What happens on SIGTERM.
 *
 * @param announce how long {@code /readyz} says 503 while requests are still served
 * @param limit how long requests under way may take to finish after that
 */
public record DrainConfig(Duration announce, Duration limit) {
    static final DrainConfig DEFAULT = new DrainConfig(Duration.ofSeconds(2), Duration.ofSeconds(20));
}
