package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.ResponseHead;

/** On what an order goes: a pass, or a rule that skips the line. Any event loop. */
interface Orderer {
    /** The config that this was made under. */
    ShopState shop();

    RoomId roomId();

    /** Whose credit it takes; {@link Place#START} is nobody's. */
    Place place();

    int credit();

    /** How a request goes on. */
    Forwarding forwarding();

    /** Does what the response asks for beside the order; returns lines for the buyer. */
    byte[] endIfAsked(ResponseHead response);
}
