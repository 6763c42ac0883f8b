package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.util.OptionalLong;

/**
 * An order request at the gate. The callbacks come on the rooms thread; exactly one of them, unless the order is withdrawn
 * first.
 */
interface GatedOrder {
    RoomId room();

    Place place();

    int credit();

    /** When its buyer was admitted; empty where nobody was. */
    OptionalLong admittedAtSeconds();

    /** False once the buyer has gone. */
    boolean isThere();

    /** Forward now, and settle the slot however it ends. */
    void go(OrderLedger.Slot slot);

    /** The pass has created all the orders it is for. */
    void noCredit();

    /** The windows stayed full for {@code order-hold}, or too many wait. The credit is kept. */
    void heldTooLong();
}
