package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.ShopHealth;
import io.foyer.admission.upstream.Upstream.Health;
import io.foyer.admission.upstream.Upstream.ServerHealth;
import io.foyer.gateway.ops.GatewayFigures.RoomFigures;
import io.foyer.gateway.ops.GatewayFigures.ShopFigures;
import io.foyer.gateway.rooms.PacingReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/**
 * Shows the figures of the moment as metrics. Shops and rooms come and go with the config, so nothing is registered for one:
 * each scrape reads the figures once.
 */
final class FiguresCollector implements MultiCollector {
    private final Supplier<GatewayFigures> figures;

    FiguresCollector(Supplier<GatewayFigures> figures) {
        this.figures = figures;
    }

    @Override
    public MetricSnapshots collect() {
        GatewayFigures now = figures.get();
        Samples samples = new Samples();
        samples.add(Metric.BUILD_INFO, 1, now.version(), now.node());
        samples.add(Metric.STORE_UP, flag(now.store().up()));
        samples.add(Metric.CONFIG_RELOAD_OK, flag(now.config().isLatest()));
        samples.add(Metric.CONFIG_RELOAD_TIME, now.config().loadedAt().toEpochMilli() / 1e3);
        now.shops().forEach(shop -> addShop(samples, shop));
        return samples.snapshots();
    }

    private static void addShop(Samples samples, ShopFigures shop) {
        String name = shop.name();
        samples.add(Metric.ORDERS_BUDGET, shop.budget().ordersPerMinute(), name);
        samples.add(Metric.ORDERS_5S_BUDGET, shop.budget().ordersPer5s(), name);
        samples.add(Metric.ACTIVE_BUYERS_BUDGET, shop.budget().activeBuyers(), name);
        shop.state().ifPresent(state -> {
            samples.add(Metric.ORDERS_LAST_MINUTE, state.ordersLastMinute(), name);
            samples.add(Metric.ORDERS_LAST_5S, state.ordersLast5s(), name);
            samples.add(Metric.ORDERS_HELD, state.held(), name);
            samples.add(Metric.GATEWAYS, state.gateways(), name);
        });
        samples.add(Metric.ORDERS_HELD_HERE, shop.heldHere(), name);
        samples.add(Metric.OPEN_DOOR, shop.door().waiting(), name, "waiting");
        samples.add(Metric.OPEN_DOOR, shop.door().inside(), name, "inside");
        samples.add(Metric.UPSTREAM_UP, flag(shop.upstream().state() != Health.State.DOWN), name);
        for (ServerHealth server : shop.upstream().servers()) {
            String base = server.server().base().toString();
            samples.add(
                    Metric.UPSTREAM_SERVER_UP,
                    flag(server.healthy()),
                    name,
                    server.server().zone(),
                    base);
        }
        addPacing(samples, shop.pacing(), name);
        shop.rooms().forEach(room -> addRoom(samples, name, room));
    }

    private static void addPacing(Samples samples, PacingReport pacing, String shop) {
        samples.add(Metric.PACING_ORDER_SHARE, pacing.orderShare(), shop);
        samples.add(Metric.PACING_CHECKOUT, pacing.checkoutSeconds(), shop);
        samples.add(Metric.PACING_EXPECTED, pacing.ordersExpected(), shop);
        samples.add(Metric.PACING_AIM, pacing.aim(), shop);
        samples.add(Metric.PACING_PASSES, pacing.passesOutstanding(), shop);
        samples.add(Metric.PACING_CALLS, pacing.callsPerSecond(), shop);
        samples.add(Metric.SHOP_HEALTH, pacing.health(), shop);
        for (ShopHealth.Reason reason : ShopHealth.Reason.values()) {
            if (reason != ShopHealth.Reason.NONE) {
                samples.add(Metric.SHOP_LIMITED, flag(pacing.limitedBy() == reason), shop, Texts.lower(reason));
            }
        }
    }

    private static void addRoom(Samples samples, String shop, RoomFigures room) {
        samples.add(Metric.ROOM_JOINING, room.joining(), shop, room.name());
        for (SalePlan.Phase phase : SalePlan.Phase.values()) {
            samples.add(Metric.ROOM_PHASE, flag(phase == room.phase()), shop, room.name(), Texts.lower(phase));
        }
        room.snapshot().ifPresent(snapshot -> addRoom(samples, snapshot, shop, room.name()));
    }

    private static void addRoom(Samples samples, RoomSnapshot snapshot, String... labels) {
        RoomSnapshot.Totals totals = snapshot.totals();
        samples.add(Metric.ROOM_ERA, snapshot.era(), labels);
        samples.add(Metric.ROOM_TAIL, snapshot.tail(), labels);
        samples.add(Metric.ROOM_SERVING, snapshot.serving().number(), labels);
        samples.add(Metric.ROOM_WAITING, snapshot.waiting(), labels);
        samples.add(Metric.ROOM_CALLED, totals.called(), labels);
        samples.add(Metric.ROOM_ADMITTED, totals.admitted(), labels);
        samples.add(Metric.ROOM_ORDERED, totals.ordered(), labels);
        samples.add(Metric.ROOM_OWED, totals.owed(), labels);
        samples.add(Metric.ROOM_ACTIVE, totals.active(), labels);
        samples.add(Metric.ROOM_PAUSED, flag(snapshot.paused()), labels);
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }
}
