package io.foyer.gateway.config;

import static io.foyer.gateway.config.Binder.duration;
import static io.foyer.gateway.config.Binder.integer;
import static io.foyer.gateway.config.Binder.text;

import io.foyer.admission.line.SalePlan;
import io.foyer.gateway.config.RouteConfig.Action;
import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import io.foyer.gateway.config.ShopConfig.JoinConfig;
import io.foyer.gateway.config.ShopConfig.PlaceConfig;
import io.foyer.gateway.config.ShopConfig.SessionConfig;
import io.foyer.gateway.config.ShopConfig.StoreDown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Turns one shop of a tree without faults into the model. */
final class ShopBinder {
    private ShopBinder() {}

    static ShopConfig shop(Section shop, AttachedFiles files) {
        return new ShopConfig(
                text(shop, "name"),
                shop.texts("hosts").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .toList(),
                text(shop, "prefix"),
                upstream(shop.section("upstream"), files),
                shop.items("routes").stream().map(ShopBinder::route).toList(),
                budget(shop.section("budget")),
                session(shop.section("session")),
                new PlaceConfig(
                        duration(shop.section("place"), "absent-after"), duration(shop.section("place"), "keep")),
                duration(shop, "order-hold"),
                StoreDown.valueOf(text(shop, "store-down").toUpperCase(Locale.ROOT)),
                join(shop),
                text(shop, "message"),
                shop.flag("forward-pass"),
                rooms(shop),
                shop.items("bypass").stream().map(ShopBinder::bypass).toList());
    }

    private static JoinConfig join(Section shop) {
        return new JoinConfig(
                "on-return".equals(text(shop, "join")) ? JoinConfig.When.ON_RETURN : JoinConfig.When.AT_ONCE,
                integer(shop.section("limits"), "joins-per-address"),
                integer(shop.section("limits"), "joins-per-prefix"));
    }

    private static UpstreamConfig upstream(Section upstream, AttachedFiles files) {
        return new UpstreamConfig(
                text(upstream, "type"),
                integer(upstream, "connections"),
                timeouts(upstream.section("timeouts")),
                settings(upstream, files));
    }

    /** A file of certificates is replaced by what it holds, so that a new one is noticed and providers read no files. */
    private static Map<String, Object> settings(Section upstream, AttachedFiles files) {
        String key = Paths.key(upstream.section("tls").path(), "ca");
        Map<String, Object> settings = UpstreamRules.settings(upstream);
        files.content(key).ifPresent(pem -> {
            Map<Object, Object> tls = new LinkedHashMap<>((Map<?, ?>) settings.get("tls"));
            tls.put("ca", pem);
            settings.put("tls", tls);
        });
        return settings;
    }

    private static UpstreamConfig.Timeouts timeouts(Section timeouts) {
        return new UpstreamConfig.Timeouts(
                duration(timeouts, "connect"),
                duration(timeouts, "response"),
                duration(timeouts, "idle"),
                duration(timeouts, "upgraded"));
    }

    private static RouteConfig route(Section route) {
        return new RouteConfig(
                text(route, "path"),
                route.texts("methods"),
                Action.valueOf(text(route, "action").toUpperCase(Locale.ROOT)),
                Binder.integers(route, "created"),
                route.sizeBytes("body-size").stream().mapToLong(Long::longValue).findFirst(),
                route.texts("upgrade"));
    }

    private static BudgetConfig budget(Section budget) {
        return new BudgetConfig(
                integer(budget, "orders-per-minute"),
                integer(budget, "orders-per-5s"),
                integer(budget, "active-buyers"));
    }

    private static SessionConfig session(Section session) {
        return new SessionConfig(
                duration(session, "idle"),
                duration(session, "max"),
                integer(session, "orders"),
                integer(session, "requests-per-second"));
    }

    private static BypassRule bypass(Section rule) {
        return new BypassRule(
                text(rule, "name"),
                rule.list("addresses", block -> CidrBlock.parse(block.asString())),
                rule.text("header")
                        .map(header -> header.toLowerCase(Locale.ROOT))
                        .orElse(null),
                rule.text("cookie").orElse(null),
                rule.text("value").map(Secret::new).orElse(null),
                rule.text("user-agent")
                        .map(agent -> agent.toLowerCase(Locale.ROOT))
                        .orElse(null),
                rule.texts("domains").stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static List<RoomConfig> rooms(Section shop) {
        List<RoomConfig> rooms = new ArrayList<>();
        for (Section room : shop.items("rooms")) {
            OptionalInt budget = room.section("budget").integer("orders-per-minute").stream()
                    .mapToInt(Integer::intValue)
                    .findFirst();
            rooms.add(new RoomConfig(
                    text(room, "name"),
                    room.texts("paths"),
                    budget,
                    plan(room),
                    integer(room, "weight"),
                    text(room, "passes").equals("any"),
                    room.text("lane-of").orElse(null)));
        }
        rooms.add(RoomConfig.main());
        return rooms;
    }

    private static SalePlan plan(Section room) {
        return new SalePlan(
                millis(room, "lobby-opens", 0),
                millis(room, "starts", 0),
                millis(room, "ends", Long.MAX_VALUE),
                text(room, "order").equals("draw-lobby"));
    }

    private static long millis(Section room, String key, long otherwise) {
        return room.time(key).map(time -> time.toInstant().toEpochMilli()).orElse(otherwise);
    }
}
