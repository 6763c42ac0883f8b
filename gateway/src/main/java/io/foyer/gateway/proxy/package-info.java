/**
 * The shops' side: connections to servers, kept and limited, and the requests and responses on them. A pool belongs to one
 * event loop and serves the buyers of that loop, so a request never changes its thread; what loops share is the count of
 * connections to a server.
 */
@NullMarked
package io.foyer.gateway.proxy;

import org.jspecify.annotations.NullMarked;
