package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.StoreUnavailableException;
import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import io.foyer.gateway.config.ShopFixture;
import io.foyer.gateway.health.Pulses;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store's replies are given by hand; everything runs on a real rooms thread, one step after the other. */
final class OrderGateTest {
    private static final RoomId ROOM = new RoomId("shop", "main");
    private static final ShopConfig SHOP = ShopFixture.budget(new BudgetConfig(60, 10, 100));

    private final RoomsThread thread = new RoomsThread();
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Object>> replies = new ArrayList<>();
    private final List<OrderLedger.Slot> slots = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Long> checkouts = new ArrayList<>();
    private long nowNanos;
    private long nowSeconds = 1_800_000_000;
    private OptionalLong admittedAtSeconds = OptionalLong.empty();
    private final OrderGate gate = new OrderGate(
            () -> SHOP,
            new RoomSetting(
                    "gw",
                    store(),
                    thread,
                    () -> nowNanos,
                    () -> nowSeconds,
                    new Pulses(),
                    false,
                    () -> new KeyRing(List.of())),
            RoomEvents.NONE,
            new OrderRecall(RoomEvents.NONE),
            () -> Place.apartEra(1));

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void order_afterOneThatFailed_isAskedForAfterItsCreditWasGivenBack() {
        arrive(1);
        reply(OrderVerdict.Kind.RESERVED);
        arrive(2);
        reply(OrderVerdict.Kind.RESERVED);
        step(() -> slots.get(0).created());
        step(() -> slots.get(1).notCreated());
        arrive(2);

        assertThat(asked)
                .as("though the store has not answered to the result before")
                .containsExactly(
                        "reserve [1]", "reserve [2]", "settle [1 CREATED]", "settle [2 NOT_CREATED]", "reserve [2]");
    }

    @Test
    void results_thatComeTogether_areToldTogether() {
        arrive(1);
        reply(OrderVerdict.Kind.RESERVED);
        arrive(2);
        reply(OrderVerdict.Kind.RESERVED);
        step(() -> slots.forEach(OrderLedger.Slot::created));

        assertThat(asked).last().isEqualTo("settle [1 CREATED, 2 CREATED]");
    }

    @Test
    void results_thatTheStoreDidNotTake_areToldAgainBeforeTheNextOrder() {
        arrive(1);
        reply(OrderVerdict.Kind.RESERVED);
        step(() -> slots.get(0).notCreated());
        step(() -> replies.remove(0).completeExceptionally(new StoreUnavailableException("away", null)));
        arrive(1);

        assertThat(asked)
                .containsExactly("reserve [1]", "settle [1 NOT_CREATED]", "settle [1 NOT_CREATED]", "reserve [1]");
    }

    @Test
    void order_onAPassThatHasSpentItsCreditHere_isRefusedWithoutTheStore() {
        arrive(1);
        reply(OrderVerdict.Kind.RESERVED);
        arrive(1);

        assertThat(told).as("while the first is under way").containsExactly("1 no credit");
        step(() -> slots.get(0).notCreated());
        arrive(1);
        assertThat(asked).as("it came to nothing").last().isEqualTo("reserve [1]");
    }

    @Test
    void order_heldForTooLong_isRefusedAndForgotten() {
        arrive(1);
        reply(OrderVerdict.Kind.HELD);
        nowNanos += SHOP.orderHold().toNanos() + 1;
        step(gate::tick);

        assertThat(told).containsExactly("1 held too long");
        assertThat(asked).last().isEqualTo("settle [1 NOT_CREATED]");
        assertThat(gate.held()).isZero();
    }

    @Test
    void createdOrder_isToldWithTheTimeUntilItCame_withoutThatAtTheGate() {
        admittedAtSeconds = OptionalLong.of(nowSeconds - 42);
        arrive(1);
        reply(OrderVerdict.Kind.HELD);
        nowSeconds += 25;
        step(gate::tick);
        reply(OrderVerdict.Kind.RESERVED);
        nowSeconds += 3;
        step(() -> slots.get(0).created());

        assertThat(checkouts).containsExactly(42L);
    }

    @Test
    void orderLetThroughWithoutTheStore_isToldWithItsTimeToo() {
        admittedAtSeconds = OptionalLong.of(nowSeconds - 42);
        step(() -> gate.createdUnasked(ROOM, new Place(7, 1), admittedAtSeconds));
        step(gate::tick);

        assertThat(asked).containsExactly("settle [1 CREATED_APART]");
        assertThat(checkouts).containsExactly(42L);
    }

    @Test
    void admissionAfterNow_isTakenForNowIfClocksMayDifferSoMuch_andElseTheTimeIsUnknown() {
        for (long ahead : new long[] {5, 6}) {
            step(() -> gate.createdUnasked(ROOM, new Place(7, ahead), OptionalLong.of(nowSeconds + ahead)));
            step(gate::tick);
            step(() -> replies.remove(0).complete(null));
        }

        assertThat(checkouts).containsExactly(0L, OrderResult.UNKNOWN);
    }

    @Test
    void orderOfNobodysPlace_isToldWithoutATime() {
        arrive(0);
        reply(OrderVerdict.Kind.RESERVED);
        step(() -> slots.get(0).created());

        assertThat(checkouts).containsExactly(OrderResult.UNKNOWN);
    }

    private void arrive(long number) {
        step(() -> gate.enter(new Order(number)));
    }

    private void reply(OrderVerdict.Kind kind) {
        step(() -> replies.remove(0).complete(List.of(new OrderVerdict(kind, 0, 1_000))));
    }

    /** Runs on the rooms thread and waits until all that follows from it has run there, too. */
    private void step(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            task.run();
            thread.execute(() -> thread.execute(() -> thread.execute(() -> done.complete(null))));
        });
        done.join();
    }

    private LineStore store() {
        return (LineStore) Proxy.newProxyInstance(
                LineStore.class.getClassLoader(), new Class<?>[] {LineStore.class}, (proxy, method, arguments) -> {
                    asked.add(
                            method.getName().equals("reserveOrders")
                                    ? "reserve " + numbers((OrderBatch) arguments[1])
                                    : "settle " + described(results((List<?>) arguments[1])));
                    if (method.getName().equals("settleOrders")) {
                        results((List<?>) arguments[1]).forEach(result -> checkouts.add(result.checkoutSeconds()));
                    }
                    CompletableFuture<Object> reply = new CompletableFuture<>();
                    replies.add(reply);
                    return reply;
                });
    }

    private static List<Long> numbers(OrderBatch batch) {
        return batch.orders().stream().map(OrderBatch.Order::number).toList();
    }

    private static List<OrderResult> results(List<?> results) {
        return results.stream().map(OrderResult.class::cast).toList();
    }

    private static List<String> described(List<OrderResult> results) {
        return results.stream()
                .map(result -> result.number() + " " + result.kind())
                .toList();
    }

    private final class Order implements GatedOrder {
        private final long number;

        private Order(long number) {
            this.number = number;
        }

        @Override
        public RoomId room() {
            return ROOM;
        }

        @Override
        public Place place() {
            return new Place(7, number);
        }

        @Override
        public int credit() {
            return 1;
        }

        @Override
        public OptionalLong admittedAtSeconds() {
            return admittedAtSeconds;
        }

        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void go(OrderLedger.Slot slot) {
            slots.add(slot);
        }

        @Override
        public void noCredit() {
            told.add(number + " no credit");
        }

        @Override
        public void heldTooLong() {
            told.add(number + " held too long");
        }
    }
}
