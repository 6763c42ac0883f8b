/**
 * The buyers' side: listeners, connections, framing, limits, addresses, and answers made here. A connection and all that
 * belongs to it live on one event loop and are touched nowhere else; only {@link io.foyer.gateway.edge.EdgeServer} and the
 * counts of open connections are shared.
 */
@NullMarked
package io.foyer.gateway.edge;

import org.jspecify.annotations.NullMarked;
