package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of the line promises about orders: exact windows, credits, holds in order of arrival. */
public abstract class OrderWindowContract extends OrderContract {
    @Test
    void reserve_fullWindow_holdsInOrderOfArrivalAcrossGateways() {
        assertThat(ask("a", 1)).isEqualTo(RESERVED);
        assertThat(ask("b", 2)).isEqualTo(RESERVED);
        assertThat(ask("c", 3)).isEqualTo(held(0, 250));
        assertThat(ask("d", 4)).isEqualTo(held(1, 250));
        settle("a", 1, OrderResult.Kind.NOT_CREATED);

        assertThat(ask("d", 4)).as("c was here first").isEqualTo(held(1, 250));
        assertThat(ask("c", 3)).isEqualTo(RESERVED);
        assertThat(ask("d", 4)).isEqualTo(held(0, 250));
    }

    @Test
    void reserve_createdOrder_takesItsSlotUntilTheWindowHasPassedSinceItWasCreated() {
        limits = new OrderBatch.OrderLimits(1, 1, LEASE);
        ask("a", 1);
        room.advance(10_000);
        assertThat(ask("b", 2)).isEqualTo(held(0, 250));
        settle("a", 1, OrderResult.Kind.CREATED);

        assertThat(waitUntilReserved("b", 2)).isEqualTo(60_001);
    }

    @Test
    void reserve_fiveSecondWindow_isExactToo() {
        limits = new OrderBatch.OrderLimits(100, 1, LEASE);
        ask("a", 1);
        settle("a", 1, OrderResult.Kind.CREATED);

        assertThat(waitUntilReserved("b", 2)).isEqualTo(5_001);
    }

    @Test
    void reserve_unsettledOrder_countsAsCreatedAtTheEndOfItsLease() {
        limits = new OrderBatch.OrderLimits(1, 1, LEASE);
        ask("a", 1);

        assertThat(waitUntilReserved("b", 2)).isEqualTo(LEASE + 60_001);
    }

    @Test
    void reserve_knownWait_isSaid() {
        limits = new OrderBatch.OrderLimits(1, 1, LEASE);
        ask("a", 1);
        settle("a", 1, OrderResult.Kind.CREATED);
        assertThat(ask("b", 2)).isEqualTo(held(0, 1_000));

        room.advance(59_300);

        assertThat(ask("b", 2)).isEqualTo(held(0, 701));
    }

    @Test
    void reserve_repeated_keepsTheSlotAndTheCredit() {
        assertThat(ask("a", 1)).isEqualTo(RESERVED);
        assertThat(ask("a", 1)).isEqualTo(RESERVED);

        assertThat(room.look().shop().ordersLastMinute()).isEqualTo(1);
    }

    @Test
    void reserve_lateRepeatOfAnOrderGivenUp_takesNothing() {
        ask("a", 1);
        settle("a", 1, OrderResult.Kind.NOT_CREATED);

        assertThat(ask("a", 1)).isEqualTo(NO_CREDIT);
        assertThat(room.look().shop().ordersLastMinute()).isZero();
        assertThat(ask("b", 1)).as("the credit was given back").isEqualTo(RESERVED);
    }

    @Test
    void reserve_spentCredit_isRefused() {
        assertThat(ask("a", 1)).isEqualTo(RESERVED);
        assertThat(ask("b", 1)).isEqualTo(NO_CREDIT);
        settle("a", 1, OrderResult.Kind.CREATED);
        assertThat(ask("b", 1)).isEqualTo(NO_CREDIT);
        assertThat(ask("c", 1, 2)).as("a pass may be for more orders").isEqualTo(RESERVED);
        assertThat(ask("d", 1, 2)).isEqualTo(NO_CREDIT);
    }

    @Test
    void reserve_heldOrderNoLongerAskedFor_losesItsTurn() {
        ask("a", 1);
        ask("b", 2);
        assertThat(ask("c", 3)).isEqualTo(held(0, 250));
        room.advance(1_500);
        assertThat(ask("d", 4)).isEqualTo(held(1, 250));

        room.advance(501);

        assertThat(ask("d", 4)).isEqualTo(held(0, 250));
        assertThat(room.look().shop().held()).isEqualTo(1);
    }

    @Test
    void settle_heldOrderGivenUp_makesWay() {
        ask("a", 1);
        ask("b", 2);
        ask("c", 3);
        assertThat(ask("d", 4)).isEqualTo(held(1, 250));

        settle("c", 3, OrderResult.Kind.NOT_CREATED);

        assertThat(ask("d", 4)).isEqualTo(held(0, 250));
        assertThat(ask("e", 3)).as("held orders took no credit").isEqualTo(held(1, 250));
    }

    @Test
    void settle_repeated_changesNothing() {
        ask("a", 1);
        settle("a", 1, OrderResult.Kind.CREATED);
        room.advance(1_000);
        settle("a", 1, OrderResult.Kind.CREATED);
        settle("a", 1, OrderResult.Kind.NOT_CREATED);

        RoomSnapshot snapshot = room.look();
        assertThat(snapshot.totals().ordered()).isEqualTo(1);
        assertThat(snapshot.shop().ordersLastMinute()).isEqualTo(1);
        assertThat(ask("b", 1)).isEqualTo(NO_CREDIT);
    }

    @Test
    void settle_createdApart_takesSlotAndCredit() {
        limits = new OrderBatch.OrderLimits(1, 1, LEASE);
        settle("a", 1, OrderResult.Kind.CREATED_APART);

        assertThat(ask("b", 2)).isEqualTo(held(0, 1_000));
        assertThat(ask("c", 1)).isEqualTo(NO_CREDIT);
        assertThat(room.look().totals().ordered()).isEqualTo(1);
    }

    @Test
    void order_ofNobodysPlace_takesSlotsButNoCredit() {
        limits = new OrderBatch.OrderLimits(4, 4, LEASE);
        assertThat(ask("a", 0)).isEqualTo(RESERVED);
        assertThat(ask("b", 0)).isEqualTo(RESERVED);
        settle("a", 0, OrderResult.Kind.CREATED);
        settle("b", 0, OrderResult.Kind.NOT_CREATED);
        settle("c", 0, OrderResult.Kind.CREATED_APART);

        assertThat(room.look().totals().ordered()).as("none of the room's").isZero();
        assertThat(room.look().shop().ordersLastMinute()).isEqualTo(2);
        assertThat(ask("d", 0)).isEqualTo(RESERVED);
        assertThat(ask("e", 0)).isEqualTo(RESERVED);
        assertThat(ask("f", 0).kind()).as("the window is exact").isEqualTo(OrderVerdict.Kind.HELD);
        assertThat(ask("g", 1).kind()).isEqualTo(OrderVerdict.Kind.HELD);
    }

    @Test
    void teach_orderOfNobodysPlace_takesItsSlot() {
        limits = new OrderBatch.OrderLimits(1, 1, LEASE);
        room.fixture.setLineage("b2");
        teach("g1", true, Set.of(), new OrderMemory.LetThrough("x", 0, 20_000));

        assertThat(ask("a", 0).kind()).isEqualTo(OrderVerdict.Kind.HELD);
        room.advance(40_001);
        assertThat(ask("a", 0)).isEqualTo(RESERVED);
    }

    @Test
    void settle_notCreatedAfterTheTicketWasEnded_doesNotBringTheBuyerBack() {
        room.call(1);
        room.grant(1);
        ask("a", 1);
        room.end(1);
        settle("a", 1, OrderResult.Kind.NOT_CREATED);
        room.sync(LineTestSupport.nobody(), new long[] {1});

        assertThat(room.look().totals().active())
                .as("the shop ended the session on an order that it did not create; its slot is free")
                .isZero();
    }

    @Test
    void settle_lastCredit_endsTheActiveBuyer() {
        room.call(1);
        room.grant(1);
        assertThat(room.look().totals().active()).isEqualTo(1);

        ask("a", 1);
        settle("a", 1, OrderResult.Kind.CREATED);

        assertThat(room.look().totals().active()).isZero();
    }

    @Test
    void reserve_randomTraffic_noWindowAtTheShopExceedsTheBudgetAndTheBudgetIsUsed() {
        limits = new OrderBatch.OrderLimits(60, 20, LEASE);
        room.join(2_000);

        ShopTraffic traffic = new ShopTraffic(room, limits, 7);
        traffic.run(Duration.ofMinutes(4));

        assertThat(traffic.mostWithin(60_000)).isLessThanOrEqualTo(60);
        assertThat(traffic.mostWithin(5_000)).isLessThanOrEqualTo(20);
        assertThat(traffic.created())
                .as("with orders always waiting, little of four minutes' budget is left")
                .isGreaterThan(4 * 60 * 90 / 100);
    }

    @Test
    void reserve_roomsOfAShop_shareTheWindows() {
        limits = new OrderBatch.OrderLimits(1, 1, LEASE);
        ask("a", 1);
        OrderBatch other = new OrderBatch("g1", 1, limits, List.of(new OrderBatch.Order("b", 1, 1)));

        assertThat(await(room.line().reserveOrders(new RoomId("arena", "final"), other)))
                .containsExactly(held(0, 250));
        RoomId apart = new RoomId("club", "main");
        assertThat(await(room.line().reserveOrders(apart, other)))
                .as("nobody knows yet what its windows hold")
                .containsExactly(held(0, 250));
        await(room.line().settle(apart, Heartbeat.silent("g1", 0, Known.NOTHING), SettleTimes.AT_ONCE));
        assertThat(await(room.line().reserveOrders(apart, other))).containsExactly(RESERVED);
    }

    @Test
    void teach_restartedStore_opensWhenAllWhoMayHaveLetOrdersThroughHaveTold() {
        limits = new OrderBatch.OrderLimits(2, 2, LEASE);
        await(room.line().sync(ROOM, Heartbeat.silent("g2", room.era, Known.NOTHING), LineTestSupport.TERMS));
        room.fixture.setLineage("b2");

        assertThat(ask("a", 1)).as("the windows may have lost orders").isEqualTo(held(0, 250));
        assertThat(teach("g1", true, Set.of("g3"), new OrderMemory.LetThrough("x", 7, 20_000)))
                .isFalse();
        assertThat(teach("g3", false, Set.of())).isFalse();
        assertThat(ask("a", 1)).as("g2 has not told").isEqualTo(held(0, 250));
        assertThat(teach("g2", true, Set.of(), new OrderMemory.LetThrough("y", 8, -3_000)))
                .isTrue();

        assertThat(ask("a", 1).kind()).as("x and y take both slots").isEqualTo(OrderVerdict.Kind.HELD);
        assertThat(ask("z", 7))
                .as("the credit that x spent is spent")
                .isEqualTo(new OrderVerdict(OrderVerdict.Kind.NO_CREDIT, 0, 0));
        room.advance(40_001);
        assertThat(ask("a", 1).kind())
                .as("what any of them may let through by itself is set aside")
                .isEqualTo(OrderVerdict.Kind.HELD);
        List.of("g1", "g2", "g3").forEach(gateway -> keep(gateway, room.nowMillis, 0));
        assertThat(ask("a", 1)).isEqualTo(RESERVED);
    }

    @Test
    void teach_orderUnderWay_countsOnceItIsCreated() {
        room.fixture.setLineage("b2");
        teach(
                "g1",
                true,
                Set.of(),
                new OrderMemory.LetThrough("settled", 6, 20_000),
                new OrderMemory.LetThrough("created", 7, -3_000),
                new OrderMemory.LetThrough("refused", 8, -3_000));
        settle("created", 7, OrderResult.Kind.CREATED);
        settle("refused", 8, OrderResult.Kind.NOT_CREATED);

        assertThat(room.opened().look().totals().ordered()).isEqualTo(2);
    }

    @Test
    void teach_nobodyWhoSawTheWindows_keepsThemClosedForALeaseAndAWindow() {
        room.fixture.setLineage("b2");

        assertThat(teach("g9", false, Set.of())).isFalse();
        room.advance(LEASE + 60_000 - 1);
        assertThat(teach("g9", false, Set.of())).isFalse();
        room.advance(1);
        assertThat(teach("g9", false, Set.of())).isTrue();
        assertThat(ask("a", 1)).isEqualTo(RESERVED);
    }

    private boolean teach(String gateway, boolean witness, Set<String> others, OrderMemory.LetThrough... orders) {
        return await(room.line()
                .teachOrders(
                        ROOM,
                        new OrderMemory(gateway, witness, others, LEASE + 60_000, room.era, List.of(orders), true)));
    }

    /** Asks again whenever told to; returns how long it took, ms. */
    private long waitUntilReserved(String id, long number) {
        long since = room.nowMillis;
        for (OrderVerdict verdict = ask(id, number);
                verdict.kind() == OrderVerdict.Kind.HELD;
                verdict = ask(id, number)) {
            room.advance(verdict.retryAfterMillis());
        }
        return room.nowMillis - since;
    }
}
