/**
 * The redis-server that comes in a jar, as a child process: for the demo and the tests, never for production. Blocks, so never
 * called on an event loop.
 */
@NullMarked
package io.foyer.loadtest.redis;

import org.jspecify.annotations.NullMarked;
