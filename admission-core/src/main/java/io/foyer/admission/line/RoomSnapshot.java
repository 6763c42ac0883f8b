package io.foyer.admission.line;

/**
 * A gateway's copy of a room, good for answering buyers without asking the store.
 *
 * @param lineage which life of the store process numbers come from
 * @param serving places up to and including this one have been called
 * @param tail the highest number given out in the current era, whose name is {@code era}
 * @param paused an operator has stopped the calls
 * @param presence who waits
 * @param totals counts since the era began
 * @param shop what the rooms of the shop share
 * @param storeTimeMillis the store's clock, ms since 1970
 */
public record RoomSnapshot(
        long era,
        String lineage,
        Place serving,
        long tail,
        boolean paused,
        PresenceMap presence,
        Totals totals,
        ShopState shop,
        long storeTimeMillis) {

    /**
     * @param called buyers called while present, and absent ones who came back
     * @param admitted tickets admitted
     * @param ordered orders created on this room's passes
     * @param owed returned buyers who go in next
     * @param active passes with credit left that were heard from within the idle limit
     */
    public record Totals(long called, long admitted, long ordered, long owed, long active) {}

    /**
     * @param ordersLastMinute orders that count against the 60 s window, those under way included
     * @param ordersLast5s the same for 5 s
     * @param held orders that wait for a window
     * @param gateways gateways heard from lately, at least 1
     */
    public record ShopState(long ordersLastMinute, long ordersLast5s, long held, int gateways) {}
}
