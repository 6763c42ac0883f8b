package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig;

/** What the connections of one listener on one event loop share. */
record ListenerEdge(ListenerConfig config, Edge edge, Connections connections) {}
