package io.foyer.gateway.config;

import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * @param hosts lower-case names without port; {@code *} takes every host that no other shop has
 * @param prefix the reserved path, {@code /_foyer/} unless configured, starts and ends with a slash
 * @param rooms in the order of the file; {@code main} is always the last and takes what no other room's paths match
 * @param join when newcomers get their numbers, and how fast those of one network
 * @param forwardPass whether the shop gets the pass in a {@code Foyer-Pass} header
 * @param bypass who skips the line
 */
public record ShopConfig(
        String name,
        List<String> hosts,
        String prefix,
        UpstreamConfig upstream,
        List<RouteConfig> routes,
        BudgetConfig budget,
        SessionConfig session,
        PlaceConfig place,
        Duration orderHold,
        StoreDown storeDown,
        JoinConfig join,
        String message,
        boolean forwardPass,
        List<RoomConfig> rooms,
        List<BypassRule> bypass) {
    public ShopConfig {
        hosts = List.copyOf(hosts);
        routes = List.copyOf(routes);
        rooms = List.copyOf(rooms);
        bypass = List.copyOf(bypass);
    }

    public RoomTerms terms(SalePlan plan) {
        return new RoomTerms(place.absentAfter(), place.keep(), session.idle(), session.max(), plan);
    }

    /** What a room may have of the budget, orders a minute: a lane no more than its room. */
    public int ordersPerMinute(RoomConfig room) {
        int whole = wholeOf(room).ordersPerMinute().orElse(budget.ordersPerMinute());
        return Math.min(whole, room.ordersPerMinute().orElse(whole));
    }

    /**
     * The same where each room goes by itself: a limit that holds for a room and its lanes is divided by weight.
     *
     * @return infinite without a limit
     */
    public double ordersPerMinuteApart(RoomConfig room) {
        RoomConfig whole = wholeOf(room);
        int weights = rooms.stream()
                .filter(other -> other.within().equals(whole.name()))
                .mapToInt(RoomConfig::weight)
                .sum();
        double part = infiniteIfEmpty(whole.ordersPerMinute()) * room.weight() / weights;
        return Math.min(part, infiniteIfEmpty(room.ordersPerMinute()));
    }

    private RoomConfig wholeOf(RoomConfig room) {
        return rooms.stream()
                .filter(other -> other.name().equals(room.within()))
                .findFirst()
                .orElse(room);
    }

    private static double infiniteIfEmpty(OptionalInt limit) {
        return limit.isPresent() ? limit.getAsInt() : Double.POSITIVE_INFINITY;
    }

    public enum StoreDown {
        HOLD,
        OPEN
    }

    /**
     * Numbers a second.
     *
     * @param perAddress of one address, an IPv4 address or an IPv6 /64; 0 for no limit
     * @param perPrefix of an IPv4 /24 or an IPv6 /48; 0 for no limit
     */
    public record JoinConfig(When when, int perAddress, int perPrefix) {
        /** Which request of a newcomer gets the number. */
        public enum When {
            AT_ONCE,
            /** The first that brings back what the one before was given. */
            ON_RETURN
        }
    }

    /** Orders a minute and in any 5 s, and passes with credit at once. */
    public record BudgetConfig(int ordersPerMinute, int ordersPer5s, int activeBuyers) {}

    /**
     * @param orders what a pass is for, 1 to 15
     * @param requestsPerSecond on a pass at one gateway, orders left out; 0 for no limit
     */
    public record SessionConfig(Duration idle, Duration max, int orders, int requestsPerSecond) {
        /** With no limit of requests. */
        public SessionConfig(Duration idle, Duration max, int orders) {
            this(idle, max, orders, 0);
        }
    }

    public record PlaceConfig(Duration absentAfter, Duration keep) {}
}
