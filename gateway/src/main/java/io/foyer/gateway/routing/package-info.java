/**
 * From host, path and method to a shop, a room and an action. Immutable tables made from the config; any thread may read
 * them.
 */
@NullMarked
package io.foyer.gateway.routing;

import org.jspecify.annotations.NullMarked;
