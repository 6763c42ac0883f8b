package io.foyer.gateway.config;

import java.time.Duration;
import java.util.Map;

/**
 * @param type names the provider
 * @param connections to one server at once, all event loops together; more requests wait, boundedly
 * @param settings the whole section as plain values, for the provider
 */
public record UpstreamConfig(String type, int connections, Timeouts timeouts, Map<String, Object> settings) {

    /** With the default for responses that stand still and for upgraded connections. */
    public UpstreamConfig(
            String type,
            int connections,
            Duration connectTimeout,
            Duration responseTimeout,
            Map<String, Object> settings) {
        this(
                type,
                connections,
                new Timeouts(connectTimeout, responseTimeout, Timeouts.IDLE, Timeouts.UPGRADED),
                settings);
    }

    public Duration connectTimeout() {
        return timeouts.connect();
    }

    public Duration responseTimeout() {
        return timeouts.response();
    }

    /**
     * @param connect until a connection can be used
     * @param response from the request's end to the response's head
     * @param idle the longest a response that has begun may stand still
     * @param upgraded the longest an upgraded connection may stand still in both directions
     */
    public record Timeouts(Duration connect, Duration response, Duration idle, Duration upgraded) {
        private static final Duration IDLE = Duration.ofSeconds(60);
        private static final Duration UPGRADED = Duration.ofMinutes(5);
    }
}
