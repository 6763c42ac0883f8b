package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.tls.ListenerTls;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listener on one event loop share.
 *
 * @param tls null for plain connections
 */
record ListenerEdge(
        ListenerConfig config,
        Edge edge,
        Connections connections,
        @Nullable ListenerTls tls) {}
