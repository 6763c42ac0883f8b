package io.foyer.gateway.rooms;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ShopUpstream;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.PageContext;
import io.foyer.gateway.routing.ShopRoutes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All of a shop that a reload changes, swapped as a whole; immutable but for the rooms. */
final class ShopState {
    private final Shop shop;
    private final ShopPages pages;
    private final ShopConfig config;
    private final ShopRoutes routes;
    private final ShopUpstream upstream;
    private final List<Room> rooms;
    private final byte[] prefix;
    private final Forwarding openForwarding;
    private final Bypass bypass;
    private final Map<String, RoomTerms> terms = new HashMap<>();
    private final Set<String> takingAnyPass;
    private final Map<Room, List<Room>> lanes = new HashMap<>();

    /** @param rooms in the order of the config; {@code main} is the last */
    ShopState(Shop shop, ShopConfig config, ShopUpstream upstream, ShopPages pages, List<Room> rooms) {
        this.shop = shop;
        this.pages = pages;
        this.config = config;
        this.routes = new ShopRoutes(config);
        this.upstream = upstream;
        this.rooms = List.copyOf(rooms);
        this.prefix = config.prefix().getBytes(StandardCharsets.US_ASCII);
        this.bypass = new Bypass(this, config.bypass(), ShopLines.open(config));
        this.openForwarding = new Forwarding(upstream, ShopLines.open(config), Forwarding.NO_LINES, null);
        this.takingAnyPass = config.rooms().stream()
                .filter(RoomConfig::takesAnyPass)
                .map(RoomConfig::name)
                .collect(Collectors.toUnmodifiableSet());
        for (int i = 0; i < this.rooms.size(); i++) {
            String laneOf = config.rooms().get(i).laneOf();
            Room room = laneOf == null ? null : room(laneOf);
            if (room != null) {
                lanes.computeIfAbsent(room, unused -> new ArrayList<>()).add(this.rooms.get(i));
            }
        }
        config.rooms().forEach(room -> terms.put(room.name(), config.terms(room.plan())));
    }

    Shop shop() {
        return shop;
    }

    ShopPages pages() {
        return pages;
    }

    Room main() {
        return rooms.get(rooms.size() - 1);
    }

    ShopConfig config() {
        return config;
    }

    /** The times of a room; without a plan for one that this config has no more. */
    RoomTerms terms(String room) {
        RoomTerms known = terms.get(room);
        return known == null ? config.terms(SalePlan.ALWAYS) : known;
    }

    ShopRoutes routes() {
        return routes;
    }

    ShopUpstream upstream() {
        return upstream;
    }

    List<Room> rooms() {
        return rooms;
    }

    /** How a request goes on that needs no pass. */
    Forwarding openForwarding() {
        return openForwarding;
    }

    Bypass bypass() {
        return bypass;
    }

    /** The room that a request's path belongs to. */
    Room room(RequestHead request) {
        return rooms.get(routes.room(request));
    }

    /** Whether who has passed {@code other} is in here as well. */
    boolean takesPass(Room room, Room other) {
        return takingAnyPass.contains(room.id().room()) || lanes(room).contains(other);
    }

    /** The lanes beside a room's own line, by invitation. */
    List<Room> lanes(Room room) {
        return lanes.getOrDefault(room, List.of());
    }

    boolean isLane(Room room) {
        return besideLane(room) != null;
    }

    /** The room beside whose line the lane is; null for a room that is no lane. */
    @Nullable
    Room besideLane(Room lane) {
        return lanes.entrySet().stream()
                .filter(beside -> beside.getValue().contains(lane))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    @Nullable
    Room room(String name) {
        for (Room room : rooms) {
            if (room.id().room().equals(name)) {
                return room;
            }
        }
        return null;
    }

    /** Whether the path is Foyer's own, below the reserved prefix. */
    boolean isReserved(RequestHead request) {
        int start = request.pathStart();
        int end = request.pathEnd();
        return end - start >= prefix.length
                && Arrays.equals(request.pathBytes(), start, start + prefix.length, prefix, 0, prefix.length);
    }

    /** The canonical path below the reserved prefix. */
    String ownPath(RequestHead request) {
        return request.path().substring(prefix.length);
    }

    PageContext pageContext(Room room, RequestHead request) {
        boolean main = room.id().room().equals(RoomId.MAIN);
        String query = request.query();
        return new PageContext(
                config.name(),
                main ? null : room.id().room(),
                config.budget().ordersPerMinute(),
                lanes(room).isEmpty() ? null : query == null ? "" : BroughtCode.cutFromQuery(query),
                "/");
    }
}
