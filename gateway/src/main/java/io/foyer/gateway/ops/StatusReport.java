package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.upstream.Upstream.ServerHealth;
import io.foyer.gateway.ops.GatewayFigures.RoomFigures;
import io.foyer.gateway.ops.GatewayFigures.ShopFigures;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures as the JSON of {@code /v1/status}. What the store has not told yet is left out. */
final class StatusReport {
    private StatusReport() {}

    static ObjectNode of(GatewayFigures figures, List<String> notReady) {
        ObjectNode report = OpsAnswers.JSON.createObjectNode();
        report.put("node", figures.node()).put("version", figures.version());
        report.put("startedAt", figures.startedAt().toString());
        addReady(report, notReady);
        report.putObject("store")
                .put("up", figures.store().up())
                .put("detail", figures.store().detail());
        ObjectNode config = report.putObject("config");
        config.put("hash", figures.config().hash());
        config.put("loadedAt", figures.config().loadedAt().toString());
        config.put("latest", figures.config().isLatest());
        ArrayNode problems = config.putArray("problems");
        figures.config().problems().forEach(problems::add);
        ArrayNode shops = report.putArray("shops");
        figures.shops().forEach(shop -> addShop(shops.addObject(), shop));
        return report;
    }

    static ObjectNode ready(List<String> notReady) {
        ObjectNode report = OpsAnswers.JSON.createObjectNode();
        addReady(report, notReady);
        return report;
    }

    private static void addReady(ObjectNode report, List<String> notReady) {
        report.put("ready", notReady.isEmpty());
        ArrayNode reasons = report.putArray("reasons");
        notReady.forEach(reasons::add);
    }

    private static void addShop(ObjectNode report, ShopFigures shop) {
        report.put("name", shop.name());
        ObjectNode budget = report.putObject("budget");
        budget.put("ordersPerMinute", shop.budget().ordersPerMinute());
        budget.put("ordersPer5s", shop.budget().ordersPer5s());
        budget.put("activeBuyers", shop.budget().activeBuyers());
        shop.state().ifPresent(state -> {
            report.put("ordersLastMinute", state.ordersLastMinute());
            report.put("ordersLast5s", state.ordersLast5s());
            report.put("ordersHeld", state.held());
            report.put("activeBuyers", shop.active());
            report.put("gateways", state.gateways());
        });
        report.put("ordersHeldHere", shop.heldHere());
        ObjectNode upstream = report.putObject("upstream");
        upstream.put("state", Texts.lower(shop.upstream().state()));
        upstream.put("detail", shop.upstream().detail());
        ArrayNode servers = upstream.putArray("servers");
        shop.upstream().servers().forEach(server -> addServer(servers.addObject(), server));
        ArrayNode rooms = report.putArray("rooms");
        shop.rooms().forEach(room -> addRoom(rooms.addObject(), room));
    }

    private static void addServer(ObjectNode report, ServerHealth server) {
        report.put("zone", server.server().zone());
        report.put("server", server.server().base().toString());
        report.put("healthy", server.healthy());
    }

    private static void addRoom(ObjectNode report, RoomFigures room) {
        report.put("name", room.name()).put("joining", room.joining());
        report.put("phase", Texts.lower(room.phase()));
        room.snapshot().ifPresent(snapshot -> {
            RoomSnapshot.Totals totals = snapshot.totals();
            report.put("paused", snapshot.paused());
            report.put("era", snapshot.era());
            report.put("servingPosition", snapshot.serving().number());
            report.put("tail", snapshot.tail());
            report.put("waiting", snapshot.waiting());
            report.put("called", totals.called());
            report.put("admitted", totals.admitted());
            report.put("orders", totals.ordered());
            report.put("returned", totals.owed());
            report.put("active", totals.active());
        });
    }
}
