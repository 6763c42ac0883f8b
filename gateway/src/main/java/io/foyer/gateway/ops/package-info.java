/**
 * What operators see and do: the catalogue of meters, health, status, the ops listener's answers and the logs. Requests are
 * counted on the event loop that served them; figures of rooms are read when someone asks, on the scrape thread or on the
 * ops connection's event loop.
 */
@NullMarked
package io.foyer.gateway.ops;

import org.jspecify.annotations.NullMarked;
