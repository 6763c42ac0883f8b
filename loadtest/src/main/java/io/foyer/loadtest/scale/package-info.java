/**
 * What a long line costs: places by the million through one gateway and one Redis, polls, reloads and failovers, measured from
 * outside. Blocks, so never called on an event loop.
 */
@NullMarked
package io.foyer.loadtest.scale;

import org.jspecify.annotations.NullMarked;
