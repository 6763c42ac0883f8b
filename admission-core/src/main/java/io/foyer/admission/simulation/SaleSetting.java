package io.foyer.admission.simulation;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.wait.PollPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The sale that is simulated.
 *
 * @param lengthMax the simulation ends then at the latest, and earlier when everybody is done
 */
public record SaleSetting(long seed, Duration lengthMax, Rules rules, List<Room> rooms, Shop shop) {
    static final int BUYERS_MAX = 20_000_000;

    public SaleSetting {
        rooms = List.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("no room (expected: at least one)");
        }
        long buyers = rooms.stream().mapToLong(room -> room.crowd().buyers()).sum();
        if (buyers > BUYERS_MAX) {
            throw new IllegalArgumentException(
                    "buyers of all rooms: " + buyers + " (expected: 1 to " + BUYERS_MAX + ")");
        }
    }

    /** Of a shop where all come to {@code main}. */
    public SaleSetting(long seed, Duration lengthMax, Rules rules, Crowd crowd, Shop shop) {
        this(
                seed,
                lengthMax,
                rules,
                List.of(new Room(RoomId.MAIN, rules.budget().ordersPerMinute(), 1, SalePlan.ALWAYS, crowd)),
                shop);
    }

    /**
     * What a config says.
     *
     * @param terms of every room, but for its plan
     * @param orderHold how long the gate holds an order
     */
    public record Rules(ShopBudget budget, RoomTerms terms, PollPlan polls, Duration orderHold) {}

    /**
     * A room of the shop, and who comes to it.
     *
     * @param ordersPerMinute its own limit; the shop's where it has none
     * @param weight of its share where rooms want more than there is
     * @param plan in ms from the beginning of the simulation; the crowd begins to come when the lobby opens
     * @param within the room whose limit holds for both together: of a lane its room, else the room itself
     */
    public record Room(String name, int ordersPerMinute, double weight, SalePlan plan, Crowd crowd, String within) {
        /** That is no lane. */
        public Room(String name, int ordersPerMinute, double weight, SalePlan plan, Crowd crowd) {
            this(name, ordersPerMinute, weight, plan, crowd, name);
        }
    }

    /**
     * @param conversion share of those who go in that order, 0 to 1
     * @param patience half of those who wait leave within this time; empty when nobody leaves
     */
    public record Crowd(
            int buyers,
            Arrivals arrivals,
            Course conversion,
            Checkout checkout,
            Optional<Duration> patience,
            Attention attention) {
        public Crowd {
            if (buyers < 1 || buyers > BUYERS_MAX) {
                throw new IllegalArgumentException("buyers: " + buyers + " (expected: 1 to " + BUYERS_MAX + ")");
            }
        }
    }

    public enum Attention {
        /** As pages do: a buyer asks when told to, and learns of the turn by asking. */
        POLLS,
        /** All are always present and go in when called: pacing alone, without what polling adds. */
        ALWAYS
    }

    /**
     * @param latency half of the orders are created within this time when the shop has nothing else to do
     * @param health how much the shop can take, 0 (no server is fit) to 1
     * @param paused 1 while an operator has stopped the calls, 0 otherwise
     * @param gateways over which the buyers are spread; each judges the shop by what it sees itself
     */
    public record Shop(Duration latency, Course health, Course paused, Counters counters, int gateways) {
        /** @param latency how long the shop takes to create an order, always */
        public static Shop steady(Duration latency) {
            return new Shop(latency, Course.steady(1), Course.steady(0), Counters.ENDLESS, 1);
        }

        public Shop with(Course newHealth, Course newPaused) {
            return new Shop(latency, newHealth, newPaused, counters, gateways);
        }

        public Shop with(Counters newCounters) {
            return new Shop(latency, health, paused, newCounters, gateways);
        }

        public Shop behind(int newGateways) {
            return new Shop(latency, health, paused, counters, newGateways);
        }
    }

    /**
     * What makes a shop slow: orders queue for its counters, of which each serves one at a time.
     *
     * @param spread standard deviation of the logarithm of the time for one order
     * @param slowness by which that time is multiplied
     * @param failing the share of orders that fail, whatever the load
     */
    public record Counters(int count, double spread, Course slowness, Course failing) {
        public static final Counters ENDLESS = new Counters(0, 0, Course.steady(1), Course.steady(0));

        public static Counters of(int count, double spread) {
            return new Counters(count, spread, Course.steady(1), Course.steady(0));
        }

        public Counters slowedBy(Course newSlowness) {
            return new Counters(count, spread, newSlowness, failing);
        }

        public Counters failing(Course newFailing) {
            return new Counters(count, spread, slowness, newFailing);
        }
    }
}
