/** Foyer on one machine: Redis, a toy shop, a gateway and a crowd, until Ctrl-C. Runs on the main thread. */
@NullMarked
package io.foyer.loadtest.demo;

import org.jspecify.annotations.NullMarked;
