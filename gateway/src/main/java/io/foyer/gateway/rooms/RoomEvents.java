package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;

/** What the rooms tell whoever watches them. Called on the rooms thread, unless a method says otherwise. */
public interface RoomEvents {
    RoomEvents NONE = new RoomEvents() {};

    /** A buyer heard from was not noted, because too many are to be told to the store. Any thread. */
    default void rollOverflowed() {}

    /** A valid token names an era that cannot be; it taught nothing. Any thread. */
    default void eraAlarm(RoomId room) {}

    /** One of this gateway's memories holds so many entries more, or fewer. Any thread. */
    default void recallGrew(Recall memory, int entries) {}

    /** One of this gateway's memories was full and forgot its oldest entry. Any thread. */
    default void recallDropped(Recall memory) {}

    default void storeLost(RoomId room) {}

    default void storeReturned(RoomId room) {}

    /** A buyer brought an invitation code. Any thread. */
    default void codeUsed(RoomId room, CodeUse use) {}

    /** A wait that was told came out so. */
    default void waitEnded(RoomId room, WaitResult result) {}

    /** An operator had so many called through this gateway. */
    default void calledByHand(RoomId room, long buyers) {}

    /** @param nanos from arrival at the gate to the slot */
    default void orderHeld(String shop, long nanos) {}

    /** An order waited longer than {@code order-hold}, or more orders wait than may. */
    default void orderRefused(String shop) {}

    /** How an order ended could not be told to the store, which will count it as created. */
    default void orderResultForgotten(RoomId room) {}

    /** An order went ahead on this gateway's own share, because the store is away. */
    default void orderOnLocalShare(String shop) {}
}
