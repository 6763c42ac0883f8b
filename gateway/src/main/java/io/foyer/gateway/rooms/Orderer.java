package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.ResponseHead;
import java.util.OptionalLong;

/** On what an order goes: a pass, or a rule that skips the line. Any event loop. */
interface Orderer {
    /** The config that this was made under. */
    ShopState shop();

    RoomId roomId();

    /** Whose credit it takes; {@link Place#START} is nobody's. */
    Place place();

    int credit();

    /** When its buyer was admitted, since 1970 and by the store's clock; empty for who skips the line. */
    OptionalLong admittedAtSeconds();

    /** How a request goes on. */
    Forwarding forwarding();

    /** Does what the response asks for beside the order; returns lines for the buyer. */
    byte[] endIfAsked(ResponseHead response);
}
