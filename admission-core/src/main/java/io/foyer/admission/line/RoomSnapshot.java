package io.foyer.admission.line;

import java.util.List;
import java.util.Set;

/**
 * A gateway's copy of a room, good for answering buyers without asking the store.
 *
 * @param era the era that newcomers join
 * @param lineage which life of the store process numbers come from
 * @param serving places up to and including this one have been called
 * @param tail the highest number given out in {@code era}
 * @param paused an operator has stopped the calls
 * @param presence who waits in one era
 * @param eras all eras in which somebody waits or shops, the latest last
 * @param totals counts since the room's state began
 * @param shop what the rooms of the shop share
 * @param windows the shop's order windows
 * @param storeTimeMillis the store's clock, ms since 1970
 */
public record RoomSnapshot(
        long era,
        String lineage,
        Place serving,
        long tail,
        boolean paused,
        Presence presence,
        List<EraLine> eras,
        Totals totals,
        ShopState shop,
        Windows windows,
        long storeTimeMillis) {

    public RoomSnapshot {
        eras = List.copyOf(eras);
    }

    /** Present buyers who have not been called, of all eras. */
    public long waiting() {
        return eras.stream()
                .filter(line -> line.era() >= serving.era())
                .mapToLong(EraLine::waiting)
                .sum();
    }

    /** Who waits in an era. */
    public record Presence(long era, PresenceMap map) {}

    /**
     * The line of one era.
     *
     * @param tail the highest number known of it
     * @param waiting present buyers of it who have not been called
     * @param active its passes with credit left that were heard from within the idle limit
     */
    public record EraLine(long era, long tail, long waiting, long active) {}

    /**
     * @param called buyers called while present, and absent ones who came back
     * @param admitted tickets admitted
     * @param ordered orders created on this room's passes
     * @param owed returned buyers who go in next
     * @param active passes with credit left that were heard from within the idle limit
     * @param checkouts of the orders, how long they took, where that is known
     */
    public record Totals(long called, long admitted, long ordered, long owed, long active, CheckoutTimes checkouts) {
        /** Nothing is known of how long orders took. */
        public Totals(long called, long admitted, long ordered, long owed, long active) {
            this(called, admitted, ordered, owed, active, CheckoutTimes.NONE);
        }
    }

    /**
     * @param ordersLastMinute orders that count against the 60 s window, those under way included
     * @param ordersLast5s the same for 5 s
     * @param held orders that wait for a window
     * @param gateways gateways heard from lately, at least 1
     */
    public record ShopState(long ordersLastMinute, long ordersLast5s, long held, int gateways) {}

    /**
     * @param isOpen whether the order windows are known to hold all orders; when not, teach them
     * @param gateways names of the gateways heard from lately
     */
    public record Windows(boolean isOpen, Set<String> gateways) {
        public Windows {
            gateways = Set.copyOf(gateways);
        }
    }
}
