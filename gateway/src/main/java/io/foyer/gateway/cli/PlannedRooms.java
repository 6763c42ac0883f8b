package io.foyer.gateway.cli;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.simulation.SaleSetting;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The rooms of a shop that buyers come to. Simulated time begins a minute before the first lobby opens, or the first sale starts
 * that has none.
 */
final class PlannedRooms {
    private static final long LEAD_MILLIS = 60_000;

    private final ShopConfig shop;

    PlannedRooms(ShopConfig shop) {
        this.shop = shop;
    }

    /** Where buyers come when nothing else is said: the first planned sale, which is no lane of one, or {@code main}. */
    String usual() {
        return shop.rooms().stream()
                .filter(room -> room.plan().hasStart() && room.laneOf() == null)
                .map(RoomConfig::name)
                .findFirst()
                .orElse(RoomId.MAIN);
    }

    /**
     * @param buyers by the room's name
     * @throws IllegalArgumentException when the shop has no such room
     */
    List<SaleSetting.Room> of(Map<String, Integer> buyers, CrowdOptions crowd) {
        Map<RoomConfig, Integer> chosen = new LinkedHashMap<>();
        buyers.forEach((name, count) -> chosen.put(room(name), count));
        OptionalLong begins = chosen.keySet().stream()
                .map(RoomConfig::plan)
                .filter(SalePlan::hasStart)
                .flatMapToLong(plan ->
                        LongStream.of(plan.lobbyOpensMillis() > 0 ? plan.lobbyOpensMillis() : plan.startsMillis()))
                .min();
        List<SaleSetting.Room> rooms = new ArrayList<>();
        chosen.forEach((room, count) -> rooms.add(new SaleSetting.Room(
                room.name(),
                shop.ordersPerMinute(room),
                room.weight(),
                begins.isEmpty() ? SalePlan.ALWAYS : since(begins.getAsLong() - LEAD_MILLIS, room.plan()),
                crowd.crowd(count),
                room.within())));
        return rooms;
    }

    private RoomConfig room(String name) {
        return shop.rooms().stream()
                .filter(room -> room.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("shop " + shop.name() + " has no room '" + name + "'"));
    }

    private static SalePlan since(long beginMillis, SalePlan plan) {
        if (plan.hasEnd() && plan.endsMillis() <= beginMillis) {
            throw new IllegalArgumentException("a room's sale ends before those of the others begin");
        }
        return new SalePlan(
                plan.lobbyOpensMillis() > 0 ? plan.lobbyOpensMillis() - beginMillis : 0,
                plan.hasStart() ? plan.startsMillis() - beginMillis : 0,
                plan.hasEnd() ? plan.endsMillis() - beginMillis : plan.endsMillis(),
                plan.isDrawn());
    }
}
