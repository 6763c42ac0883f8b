/**
 * Pacing over sockets beside the simulation of the same setting: a gateway, a Redis, the toy shop and a crowd that always has
 * somebody in line. Blocks, so never called on an event loop.
 */
@NullMarked
package io.foyer.loadtest.pacing;

import org.jspecify.annotations.NullMarked;
