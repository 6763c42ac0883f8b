/**
 * What the edge, the rooms and the proxy say to one another about one request. An exchange lives on the event loop of its
 * client connection; every method is called there.
 */
@NullMarked
package io.foyer.gateway.exchange;

import org.jspecify.annotations.NullMarked;
