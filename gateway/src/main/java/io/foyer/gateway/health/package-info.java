/**
 * How each shop answers, as this gateway sees it: counted on event loops, read once a second by the rooms. Holds a few counters
 * a shop, for as long as the process lives.
 */
@NullMarked
package io.foyer.gateway.health;

import org.jspecify.annotations.NullMarked;
