package io.foyer.redis;

import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The orders of the model: asked for at any gateway, created by the shop or not, and told by the gateway if it still can. */
final class SurvivalOrders {
    private static final int ASKED = 6;

    private final SurvivalWorld world;
    private final List<Order> orders = new ArrayList<>();
    private long ids;

    private record Order(
            String id,
            SurvivalBuyer buyer,
            SurvivalGateway gateway,
            long createsAt,
            boolean[] finished,
            boolean creates) {}

    SurvivalOrders(SurvivalWorld world) {
        this.world = world;
    }

    /** The first few buyers inside ask for their order each tick, at any gateway; who has ordered leaves in the end. */
    void askForAll() {
        int asking = 0;
        for (SurvivalBuyer buyer : List.copyOf(world.buyers)) {
            if (!buyer.waits() && !buyer.ordered) {
                if (asking++ < ASKED) {
                    ask(world.any(), buyer);
                }
            } else if (buyer.ordered && world.nowMillis - buyer.admittedOn > 20_000) {
                world.buyers.remove(buyer);
            }
        }
    }

    private void ask(SurvivalGateway gateway, SurvivalBuyer buyer) {
        if (!gateway.open) {
            return;
        }
        String id = buyer.orderId.isEmpty() ? "o" + ids++ : buyer.orderId;
        buyer.orderId = id;
        OrderBatch batch = new OrderBatch(
                gateway.name,
                buyer.place.era(),
                new OrderBatch.OrderLimits(SurvivalWorld.PER_MINUTE, SurvivalWorld.PER_5S, SurvivalWorld.LEASE),
                List.of(new OrderBatch.Order(id, buyer.place.number(), 1)));
        OrderVerdict verdict = world.get(world.store.line().reserveOrders(SurvivalWorld.ROOM, batch))
                .get(0);
        if (verdict.kind() == OrderVerdict.Kind.RESERVED) {
            boolean[] finished = {false};
            long createsAt = world.nowMillis + world.random.nextInt(1_000);
            gateway.ordersCountUntil.put(id, world.nowMillis + SurvivalWorld.LEASE + SurvivalWorld.WINDOW);
            gateway.orderPlaces.put(id, buyer.place);
            buyer.orderId = "";
            buyer.ordered = true;
            orders.add(new Order(id, buyer, gateway, createsAt, finished, world.random.nextInt(6) > 0));
        }
    }

    /** The shop creates, a gateway that still lives tells; nobody waits for a verdict of the model. */
    void finishAll() {
        orders.sort(Comparator.comparingLong(Order::createsAt));
        for (Order order : List.copyOf(orders)) {
            if (order.createsAt > world.nowMillis) {
                continue;
            }
            if (!order.finished[0]) {
                order.finished[0] = true;
                finish(order);
            }
            if (world.gateways.contains(order.gateway)) {
                if (order.gateway.isCutOff()) {
                    continue;
                }
                settle(order);
            }
            orders.remove(order);
        }
    }

    private void finish(Order order) {
        if (order.creates) {
            world.promises.created(order.createsAt);
        } else {
            order.buyer.ordered = false;
        }
    }

    private void settle(Order order) {
        OrderResult.Kind kind = order.creates ? OrderResult.Kind.CREATED : OrderResult.Kind.NOT_CREATED;
        if (order.creates) {
            order.gateway.ordersCountUntil.put(order.id, world.nowMillis + SurvivalWorld.WINDOW);
        } else {
            order.gateway.ordersCountUntil.remove(order.id);
        }
        OrderResult result = new OrderResult(order.buyer.place.era(), order.buyer.place.number(), order.id, kind);
        world.get(world.store.line().settleOrders(SurvivalWorld.ROOM, List.of(result)));
    }
}
