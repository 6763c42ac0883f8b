/**
 * The benchmark: CPU per request of Foyer, nginx and HAProxy, in turns on the same core, from the outside with wrk. Blocks; runs on the
 * main thread.
 */
@NullMarked
package io.foyer.loadtest.compare;

import org.jspecify.annotations.NullMarked;
