package io.foyer.admission.pacing;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.line.RoomSnapshot.Totals;
import java.util.List;

/**
 * What a shop's pacing looks at, once a slice.
 *
 * @param nowNanos monotonic time
 * @param shop the order windows as the store last told
 * @param health how much of its budget the upstream can take just now, 0 to 1
 * @param rooms the rooms of the shop that the store has told of, and no other
 */
public record PacingInput(long nowNanos, ShopBudget budget, ShopState shop, double health, List<RoomLoad> rooms) {
    public PacingInput {
        if (!(health >= 0 && health <= 1)) {
            throw new IllegalArgumentException("health: " + health + " (expected: 0 to 1)");
        }
        rooms = List.copyOf(rooms);
    }

    /**
     * What the shop may be asked to bear: orders per minute and per 5 seconds, and buyers with an order still to make.
     *
     * @param idleSeconds after which a buyer who does nothing counts as gone
     */
    public record ShopBudget(int ordersPerMinute, int ordersPer5s, long activeBuyers, double idleSeconds) {
        public ShopBudget {
            if (ordersPerMinute < 1 || ordersPer5s < 1 || activeBuyers < 1) {
                throw new IllegalArgumentException("orders per minute " + ordersPerMinute + ", per 5 s " + ordersPer5s
                        + ", active buyers " + activeBuyers + " (expected: all >= 1)");
            }
        }
    }

    /**
     * @param ordersPerMinute the room's own limit; the shop's where it has none
     * @param totals counts of the era as the store last told
     * @param waiting present buyers who wait
     * @param paused nobody is to be called
     * @param weight of its share where rooms want more than there is
     * @param within the room whose limit holds for both together: of a lane its room, else the room itself
     */
    public record RoomLoad(
            RoomId room,
            int ordersPerMinute,
            Totals totals,
            long waiting,
            boolean paused,
            double weight,
            RoomId within) {
        /** A room that is no lane. */
        public RoomLoad(RoomId room, int ordersPerMinute, Totals totals, long waiting, boolean paused, double weight) {
            this(room, ordersPerMinute, totals, waiting, paused, weight, room);
        }

        /** Of weight 1. */
        public RoomLoad(RoomId room, int ordersPerMinute, Totals totals, long waiting, boolean paused) {
            this(room, ordersPerMinute, totals, waiting, paused, 1);
        }

        boolean isBusy() {
            return waiting + totals.owed() > 0;
        }
    }
}
