package io.foyer.gateway.config;

import io.foyer.admission.line.RoomId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the schema cannot say about shops. */
final class ShopRules {
    private final UpstreamRules upstreams;
    private final Optional<Duration> pollMax;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> hosts = new HashMap<>();

    ShopRules(UpstreamRules upstreams, Optional<Duration> pollMax) {
        this.upstreams = upstreams;
        this.pollMax = pollMax;
    }

    void check(Section shop) {
        shop.text("name").ifPresent(GatewayRules.unique(names, "name", shop, "name"));
        for (Section host : shop.items("hosts")) {
            host.text().ifPresent(name -> checkHost(shop, host, name.toLowerCase(Locale.ROOT)));
        }
        shop.parsed("prefix", PathRules::check);
        upstreams.check(shop.section("upstream"));
        if (shop.section("upstream").section("tls").isOff("verify")) {
            shop.section("upstream").section("tls").warn("verify", "false believes whoever answers for the shop");
        }
        checkRoutes(shop);
        checkBudget(shop.section("budget"));
        ActiveBuyersRule.check(shop);
        checkTimes(shop);
        checkRooms(shop);
        checkBypass(shop);
    }

    private static void checkBypass(Section shop) {
        Map<String, String> names = new HashMap<>();
        for (Section rule : shop.items("bypass")) {
            rule.text("name").ifPresent(GatewayRules.unique(names, "name", rule, "name"));
            boolean named = rule.isGiven("header") || rule.isGiven("cookie");
            if (rule.isGiven("header") && rule.isGiven("cookie")) {
                rule.refuse("cookie", "a rule has a header or a cookie (expected: another rule)");
            } else if (named && !rule.isGiven("value")) {
                rule.refuse(
                        "value", "missing: what the " + (rule.isGiven("header") ? "header" : "cookie") + " must hold");
            } else if (!named && rule.isGiven("value")) {
                rule.refuse("value", "of nothing (expected: header or cookie beside it)");
            } else if (!named && !rule.isGiven("addresses") && !rule.isGiven("domains")) {
                rule.refuse("holds for everyone (expected: addresses, domains, header or cookie)");
            }
            if (rule.isGiven("domains") && !rule.isGiven("user-agent")) {
                rule.refuse(
                        "domains",
                        "every client would be looked up (expected: the user-agent of the crawler beside it)");
            }
            for (Section block : rule.items("addresses")) {
                block.text().ifPresent(text -> checkBlock(block, text));
            }
        }
    }

    private static void checkBlock(Section block, String text) {
        try {
            CidrBlock all = CidrBlock.parse(text);
            if (all.prefixLength() == 0) {
                block.warn("every address of its kind skips the line");
            }
        } catch (IllegalArgumentException e) {
            block.refuse(String.valueOf(e.getMessage()));
        }
    }

    private void checkHost(Section shop, Section host, String name) {
        String first = hosts.putIfAbsent(name, shop.path());
        if (first != null) {
            host.refuse("'" + name + "' is a host of " + first + " already");
        }
    }

    private static void checkRoutes(Section shop) {
        List<Section> routes = shop.items("routes");
        Optional<String> all = Optional.empty();
        for (Section route : routes) {
            all.ifPresent(earlier -> route.warn("never reached: " + earlier + " matches all before it"));
            Optional<String> path = route.parsed("path", PathRules::check);
            if (route.has("created")
                    && route.text("action")
                            .filter(action -> !action.equals("order"))
                            .isPresent()) {
                route.refuse("created", "only an order route has it");
            }
            checkUpgrade(route);
            if (all.isEmpty()
                    && path.filter("/**"::equals).isPresent()
                    && route.texts("methods").isEmpty()) {
                all = Optional.of(route.path());
            }
        }
        boolean http =
                shop.section("upstream").text("type").filter("http"::equals).isPresent();
        if (http
                && routes.stream()
                        .noneMatch(route ->
                                route.text("action").filter("order"::equals).isPresent())) {
            shop.warn("routes", "no route has action order: no order is counted against the budget");
        }
    }

    /** An order is one request with one answer, which an upgraded connection is not. */
    private static void checkUpgrade(Section route) {
        if (route.texts("upgrade").isEmpty()) {
            return;
        }
        if (route.text("action").filter("order"::equals).isPresent()) {
            route.refuse("upgrade", "an order route has none");
        } else if (!route.texts("methods").isEmpty() && !route.texts("methods").contains("GET")) {
            route.refuse("upgrade", "connections are upgraded by GET (expected: methods with GET)");
        }
    }

    private static void checkBudget(Section budget) {
        budget.integer("orders-per-minute")
                .ifPresent(minute -> budget.integer("orders-per-5s").ifPresent(fiveSeconds -> {
                    if (fiveSeconds > minute) {
                        budget.refuse(
                                "orders-per-5s",
                                fiveSeconds + " (expected: at most orders-per-minute, " + minute + ")");
                    } else if (fiveSeconds * 12L < minute) {
                        budget.warn(
                                "orders-per-5s",
                                fiveSeconds + " lets through at most " + fiveSeconds * 12L + " orders a minute, not "
                                        + minute);
                    }
                }));
    }

    private void checkTimes(Section shop) {
        Section session = shop.section("session");
        session.duration("idle")
                .ifPresent(idle -> session.duration("max")
                        .filter(max -> max.compareTo(idle) < 0)
                        .ifPresent(max -> session.refuse(
                                "idle",
                                shown(session, "idle") + " (expected: at most session.max, " + shown(session, "max")
                                        + ")")));
        Section place = shop.section("place");
        place.duration("absent-after")
                .ifPresent(
                        absent -> pollMax.filter(poll -> absent.compareTo(poll) <= 0)
                                .ifPresent(
                                        poll -> place.refuse(
                                                "absent-after",
                                                shown(place, "absent-after")
                                                        + " (expected: longer than page.poll.max, or buyers who are there count as absent)")));
    }

    private static String shown(Section section, String key) {
        return section.text(key).orElse("");
    }

    private static void checkRooms(Section shop) {
        Map<String, String> names = new HashMap<>();
        Map<String, String> paths = new HashMap<>();
        Optional<Integer> budget = shop.section("budget").integer("orders-per-minute");
        for (Section room : shop.items("rooms")) {
            room.text("name").ifPresent(GatewayRules.unique(names, "name", room, "name"));
            if (room.text("name").filter(RoomId.MAIN::equals).isPresent()) {
                room.refuse("name", "'main' is the room that every shop has (expected: another name)");
            }
            if (room.has("lane-of")) {
                checkLane(shop, room);
            } else if (!room.isGiven("paths")) {
                room.refuse("paths", "missing: the paths that belong to it, or lane-of in their place");
            }
            for (Section path : room.items("paths")) {
                path.text().ifPresent(pattern -> checkRoomPath(path, pattern, room, paths));
            }
            Section part = room.section("budget");
            part.integer("orders-per-minute")
                    .ifPresent(minute -> budget.filter(whole -> minute > whole)
                            .ifPresent(whole -> part.refuse(
                                    "orders-per-minute", minute + " (expected: at most the shop's, " + whole + ")")));
            checkSale(room);
        }
    }

    private static void checkLane(Section shop, Section lane) {
        if (lane.isGiven("paths")) {
            lane.refuse("paths", "a lane has those of its room (expected: none)");
        }
        Map<String, Boolean> isLane = new HashMap<>(Map.of(RoomId.MAIN, false));
        shop.items("rooms").forEach(room -> room.text("name").ifPresent(name -> isLane.put(name, room.has("lane-of"))));
        lane.text("lane-of").ifPresent(name -> {
            if (!isLane.containsKey(name)) {
                lane.refuse("lane-of", "no room '" + name + "'" + Suggestion.among(isLane.keySet(), name));
            } else if (isLane.getOrDefault(name, false)) {
                lane.refuse("lane-of", "'" + name + "' is a lane itself (expected: a room with paths, or main)");
            }
        });
    }

    private static void checkRoomPath(Section path, String pattern, Section room, Map<String, String> seen) {
        try {
            PathRules.check(pattern);
        } catch (IllegalArgumentException e) {
            path.refuse(String.valueOf(e.getMessage()));
            return;
        }
        String first = seen.putIfAbsent(pattern, room.path());
        if (first != null) {
            path.refuse("'" + pattern + "' is a path of " + first + " already");
        }
    }

    private static void checkSale(Section room) {
        checkOrder(room, "lobby-opens", "starts");
        checkOrder(room, "starts", "ends");
        checkOrder(room, "lobby-opens", "ends");
        if (room.has("lobby-opens") && !room.has("starts")) {
            room.refuse("lobby-opens", "a lobby needs the time of the start (expected: starts)");
        }
        boolean isDrawn = room.text("order").filter("draw-lobby"::equals).isPresent();
        if (isDrawn && !(room.has("lobby-opens") && room.has("starts"))) {
            room.refuse("order", "'draw-lobby' draws those in the lobby (expected: lobby-opens and starts)");
        }
    }

    private static void checkOrder(Section room, String earlier, String later) {
        room.time(earlier)
                .ifPresent(from -> room.time(later)
                        .filter(to -> !to.isAfter(from))
                        .ifPresent(
                                to -> room.refuse(later, shown(room, later) + " (expected: after " + earlier + ")")));
    }
}
