package io.foyer.gateway.rooms;

import io.foyer.admission.token.Ticket;
import io.foyer.gateway.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A request of somebody who has no number.
 *
 * @param stamp null for who comes for the first time
 */
record Comer(Exchange exchange, ShopState state, Room room, Ticket.@Nullable Provisional stamp) {}
