package io.foyer.gateway.config;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults that depend on other keys. */
final class DerivedDefaults {
    private static final int ACTIVE_BUYERS_MIN = 50;
    /** With sessions of ten minutes a budget is used where a quarter or more of those let in order: {@link ActiveBuyersRule}. */
    private static final int ACTIVE_BUYERS_PER_ORDER = 40;

    private static final int ACTIVE_BUYERS_MAX = 10_000_000;

    private static final List<String> TIMES = List.of("lobby-opens", "starts", "ends");

    private DerivedDefaults() {}

    static void fill(Section root, String nodeId) {
        if (root.section("node").node() instanceof ObjectNode node && !node.has("id")) {
            node.put("id", nodeId);
        }
        for (Section listener : root.items("listeners")) {
            if (listener.node() instanceof ObjectNode node && !node.has("protocols")) {
                ArrayNode protocols = node.putArray("protocols");
                if (node.has("tls")) {
                    protocols.add("h2");
                }
                protocols.add("http/1.1");
            }
        }
        for (Section shop : root.items("shops")) {
            Section budget = shop.section("budget");
            budget.integer("orders-per-minute").ifPresent(minute -> fillBudget((ObjectNode) budget.node(), minute));
            shop.items("rooms").forEach(room -> takeTimes(shop, room));
            for (Section room : shop.items("rooms")) {
                if (room.node() instanceof ObjectNode node && !node.has("passes")) {
                    // A pass that was easily had in another room would lead past a sale's line.
                    node.put("passes", room.has("starts") ? "own" : "any");
                }
            }
            for (Section route : shop.items("routes")) {
                if (route.text("action").filter("order"::equals).isPresent() && !route.has("created")) {
                    ((ObjectNode) route.node())
                            .putArray("created")
                            .add(200)
                            .add(201)
                            .add(202)
                            .add(303);
                }
            }
        }
    }

    /** A lane without times of its own opens, is drawn and ends with its room. */
    private static void takeTimes(Section shop, Section lane) {
        if (!lane.has("lane-of") || TIMES.stream().anyMatch(lane::has)) {
            return;
        }
        shop.items("rooms").stream()
                .filter(room -> room.text("name").equals(lane.text("lane-of")))
                .findFirst()
                .ifPresent(room -> Stream.concat(TIMES.stream(), Stream.of("order"))
                        .filter(room::has)
                        .forEach(key ->
                                ((ObjectNode) lane.node()).set(key, room.node().path(key))));
    }

    private static void fillBudget(ObjectNode budget, int minute) {
        if (!budget.has("orders-per-5s")) {
            budget.put("orders-per-5s", (minute + 2) / 3);
        }
        if (!budget.has("active-buyers")) {
            budget.put("active-buyers", activeBuyers(minute));
        }
    }

    private static int activeBuyers(int minute) {
        return (int) Math.max(ACTIVE_BUYERS_MIN, Math.min(ACTIVE_BUYERS_MAX, (long) ACTIVE_BUYERS_PER_ORDER * minute));
    }
}
