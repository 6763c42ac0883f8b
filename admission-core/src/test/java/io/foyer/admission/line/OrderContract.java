package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.await;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A part of what every store of the line promises about orders, with the commands in the form that tests like to say them. */
abstract class OrderContract extends LineContract {
    static final OrderVerdict RESERVED = new OrderVerdict(OrderVerdict.Kind.RESERVED, 0, 0);
    static final OrderVerdict NO_CREDIT = new OrderVerdict(OrderVerdict.Kind.NO_CREDIT, 0, 0);
    static final long LEASE = 20_000;

    OrderBatch.OrderLimits limits = new OrderBatch.OrderLimits(3, 2, LEASE);

    @BeforeEach
    final void join() {
        room.join(100);
    }

    OrderVerdict ask(String id, long number) {
        return ask(id, number, 1);
    }

    OrderVerdict ask(String id, long number, int credit) {
        OrderBatch batch = new OrderBatch("g1", room.era, limits, List.of(new OrderBatch.Order(id, number, credit)));
        return await(room.line().reserveOrders(ROOM, batch)).get(0);
    }

    void settle(String id, long number, OrderResult.Kind kind) {
        settle(id, number, kind, OrderResult.UNKNOWN);
    }

    void settle(String id, long number, OrderResult.Kind kind, long checkoutSeconds) {
        settle(ROOM, new OrderResult(room.era, number, id, kind, checkoutSeconds));
    }

    void settle(RoomId of, OrderResult... results) {
        await(room.line().settleOrders(of, List.of(results)));
    }

    int keep(String gateway, long heardAt, int millionths) {
        return keep(gateway, heardAt, millionths, ShareRequest.State.ATTACHED);
    }

    int keep(String gateway, long heardAt, int millionths, ShareRequest.State state) {
        ShareRequest request = new ShareRequest(gateway, heardAt, millionths, state, LEASE);
        return await(room.line().keepShare(ROOM, request)).millionths();
    }

    static OrderVerdict held(long ahead, long retryAfterMillis) {
        return new OrderVerdict(OrderVerdict.Kind.HELD, ahead, retryAfterMillis);
    }
}
