/**
 * The rooms as one gateway runs them: who may pass, who joins, who waits, who orders.
 *
 * <p>Requests are decided on their own event loops, from immutable views and signed tokens alone. Whatever needs the store
 * or an order among buyers is handed to the one <em>rooms thread</em>, which owns all mutable state of this package; so
 * hardly anything here is locked. The rooms thread never blocks either: the store answers it asynchronously.
 */
@NullMarked
package io.foyer.gateway.rooms;

import org.jspecify.annotations.NullMarked;
