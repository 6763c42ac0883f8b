package io.foyer.gateway.config;

import java.time.Duration;
import java.util.List;

/**
 * @param trustedProxies peers whose forwarded headers are believed
 * @param proxyProtocol whether each connection starts with a PROXY protocol header (v1 or v2)
 */
public record ListenerConfig(
        String name, BindAddress bind, List<CidrBlock> trustedProxies, boolean proxyProtocol, Limits limits) {
    public ListenerConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * @param connections open at once on this listener; more are closed at once
     * @param headerSizeBytes a request's head, start line included
     * @param headerTimeout from the first byte of a head (or from connecting) to its end
     * @param idle between requests on a kept connection
     * @param bodyTimeout the longest a body may stand still
     * @param bodySizeBytes of a request; larger is 413
     */
    public record Limits(
            int connections,
            int headerSizeBytes,
            Duration headerTimeout,
            Duration idle,
            Duration bodyTimeout,
            long bodySizeBytes) {}
}
