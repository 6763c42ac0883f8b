package io.foyer.gateway.config;

import java.time.Duration;
import java.util.Map;

/**
 * @param type names the provider
 * @param connections to one server at once, all event loops together; more requests wait, boundedly
 * @param settings the whole section as plain values, for the provider
 */
public record UpstreamConfig(
        String type,
        int connections,
        Duration connectTimeout,
        Duration responseTimeout,
        Map<String, Object> settings) {}
