package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.limits.AddressLimits;
import io.foyer.gateway.tls.ListenerTls;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listener on one event loop share.
 *
 * @param tls null for plain connections
 */
record ListenerEdge(
        AtomicReference<ListenerConfig> inForce,
        Edge edge,
        Connections connections,
        AddressLimits addresses,
        @Nullable ListenerTls tls) {
    /** For a connection from now on. */
    ListenerConfig config() {
        return inForce.get();
    }

    Scheme scheme() {
        return tls == null ? Scheme.HTTP : Scheme.HTTPS;
    }
}
