/**
 * Child processes: gateways, Redis, and the proxies that are compared with Foyer. Owns their start, their log files and their
 * end; nothing started here outlives this JVM unless it is killed with SIGKILL. Blocks, so never called on an event loop.
 */
@NullMarked
package io.foyer.loadtest.process;

import org.jspecify.annotations.NullMarked;
