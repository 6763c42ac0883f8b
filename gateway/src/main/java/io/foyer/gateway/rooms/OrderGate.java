package io.foyer.gateway.rooms;

import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderBatch.OrderLimits;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.config.ShopConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where orders of one shop wait for a slot in both windows, first come first served. Confined to the rooms thread; any
 * thread may call {@link #enter}, {@link #withdraw} and {@link #createdUnasked}.
 *
 * <p>The store decides; this side asks for up to {@link OrderBatch#ORDERS_MAX} orders at a time, again whenever one arrives
 * or a slot may have come free. While the store is away the gate draws on a {@link LocalShare}.
 */
final class OrderGate {
    /** Orders that wait at this gateway; one more is told to come back. */
    static final int HELD_MAX = 8_192;

    private static final long ASK_AGAIN_MILLIS_MAX = 500;

    /** By how much the store's clock, which admissions are told by, may be ahead for a time to be worth counting. */
    private static final long STORE_AHEAD_SECONDS_MAX = 5;

    private record Held(GatedOrder order, OrderKey key, long sinceNanos) {}

    private final Supplier<ShopConfig> config;
    private final RoomSetting setting;
    private final RoomEvents events;
    private final RoomsThread thread;
    private final LocalShare share;
    private final ShareKeeper shareKeeper;
    private final OrderLedger ledger;
    private final LongSupplier apartEra;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private long nextId;
    private long scheduled;
    private boolean asking;
    private boolean askAgain;

    /** @param apartEra of the passes that this gateway gives as long as the store is away */
    OrderGate(
            Supplier<ShopConfig> config,
            RoomSetting setting,
            RoomEvents events,
            OrderRecall recall,
            LongSupplier apartEra) {
        this.config = config;
        this.setting = setting;
        this.events = events;
        this.thread = setting.roomsThread();
        this.share = new LocalShare(setting.gateway(), this::limits, setting.nanoClock());
        this.ledger = new OrderLedger(config, setting, events, recall, share);
        this.shareKeeper = new ShareKeeper(config, setting, share, ledger::untoldApart);
        this.apartEra = apartEra;
    }

    ShareKeeper share() {
        return shareKeeper;
    }

    void enter(GatedOrder order) {
        thread.execute(() -> arrived(order));
    }

    void withdraw(GatedOrder order) {
        thread.execute(() -> held.values().stream()
                .filter(one -> one.order == order)
                .toList()
                .forEach(this::drop));
    }

    /** The shop says that it created an order though no slot was asked for: it counts all the same. */
    void createdUnasked(RoomId room, Place place, OptionalLong admittedAtSeconds) {
        thread.execute(() -> ledger.createdUnasked(newKey(room, place, admittedAtSeconds)));
    }

    /** Of an order that comes now. */
    private OrderKey newKey(RoomId room, Place place, OptionalLong admittedAtSeconds) {
        String id = setting.gateway() + "-" + Long.toString(nextId++, 36);
        return new OrderKey(id, room, place, checkoutSeconds(admittedAtSeconds));
    }

    private long checkoutSeconds(OptionalLong admittedAtSeconds) {
        if (admittedAtSeconds.isEmpty()) {
            return OrderResult.UNKNOWN;
        }
        long seconds = setting.secondClock().getAsLong() - admittedAtSeconds.getAsLong();
        return seconds < -STORE_AHEAD_SECONDS_MAX ? OrderResult.UNKNOWN : Math.max(0, seconds);
    }

    int held() {
        return held.size();
    }

    /** Called every slice: refuses whoever has waited too long and repeats what the store did not take. */
    void tick() {
        ledger.tick();
        long oldest = setting.nanoClock().getAsLong() - config.get().orderHold().toNanos();
        List<Held> late = held.values().stream()
                .filter(one -> one.sinceNanos - oldest < 0)
                .toList();
        for (Held one : late) {
            drop(one);
            events.orderRefused(config.get().name());
            one.order.heldTooLong();
        }
        ask();
    }

    private void arrived(GatedOrder order) {
        if (held.size() >= HELD_MAX) {
            events.orderRefused(config.get().name());
            order.heldTooLong();
            return;
        }
        OrderKey key = newKey(order.room(), order.place(), order.admittedAtSeconds());
        held.put(key.id(), new Held(order, key, setting.nanoClock().getAsLong()));
        ask();
    }

    private void ask() {
        if (asking) {
            askAgain = true;
            return;
        }
        List<Held> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        asking = true;
        askAgain = false;
        ledger.tell();
        OrderRecall.Line line = batch.get(0).key.line();
        List<OrderBatch.Order> orders = batch.stream()
                .map(one -> new OrderBatch.Order(one.key.id(), one.key.place().number(), one.order.credit()))
                .toList();
        setting.store()
                .reserveOrders(line.room(), new OrderBatch(setting.gateway(), line.era(), limits(), orders))
                .whenCompleteAsync((verdicts, failure) -> answered(batch, verdicts, failure), thread)
                .exceptionally(failure -> List.of());
    }

    /** The oldest orders, up to the first that cannot be asked for together with them. */
    private List<Held> nextBatch() {
        List<Held> batch = new ArrayList<>();
        List<Held> spent = new ArrayList<>();
        OrderRecall.Line line = null;
        for (Held one : held.values()) {
            if (isSpent(one)) {
                spent.add(one);
                continue;
            }
            if (line == null) {
                line = one.key.line();
            }
            if (batch.size() == OrderBatch.ORDERS_MAX || !one.key.line().equals(line)) {
                break;
            }
            batch.add(one);
        }
        spent.forEach(this::refuse);
        return batch;
    }

    private boolean isSpent(Held one) {
        return ledger.isSpent(one.key, one.order.credit());
    }

    private void refuse(Held spent) {
        drop(spent);
        spent.order.noCredit();
    }

    private void drop(Held one) {
        held.remove(one.key.id());
        ledger.notCreated(one.key);
    }

    private OrderLimits limits() {
        ShopConfig shop = config.get();
        return new OrderLimits(
                shop.budget().ordersPerMinute(),
                shop.budget().ordersPer5s(),
                OrderLease.of(shop).toMillis());
    }

    @SuppressWarnings("NullAway") // whenComplete gives exactly one of the two
    private void answered(List<Held> batch, List<OrderVerdict> verdicts, Throwable failure) {
        asking = false;
        if (failure != null) {
            goApart();
            again(ASK_AGAIN_MILLIS_MAX / 2);
            return;
        }
        long retryAfter = ASK_AGAIN_MILLIS_MAX;
        for (int i = 0; i < batch.size(); i++) {
            OrderVerdict verdict = verdicts.get(i);
            apply(batch.get(i), verdict);
            if (verdict.kind() == OrderVerdict.Kind.HELD) {
                retryAfter = Math.min(retryAfter, Math.max(1, verdict.retryAfterMillis()));
            }
        }
        if (askAgain) {
            ask();
        } else if (!held.isEmpty()) {
            again(retryAfter);
        }
    }

    private void again(long afterMillis) {
        long mine = ++scheduled;
        thread.schedule(
                () -> {
                    // A later answer knows better when to ask; one chain of asking is enough.
                    if (mine == scheduled) {
                        ask();
                    }
                },
                afterMillis);
    }

    private void apply(Held one, OrderVerdict verdict) {
        if (verdict.kind() == OrderVerdict.Kind.HELD) {
            return;
        }
        if (held.remove(one.key.id()) == null) {
            // Withdrawn or refused while the store was asked.
            if (verdict.kind() == OrderVerdict.Kind.RESERVED) {
                ledger.notCreated(one.key);
            }
        } else if (verdict.kind() == OrderVerdict.Kind.NO_CREDIT) {
            one.order.noCredit();
        } else {
            go(one, OrderResult.Kind.CREATED);
        }
    }

    private void go(Held one, OrderResult.Kind ifCreated) {
        events.orderHeld(config.get().name(), setting.nanoClock().getAsLong() - one.sinceNanos);
        OrderLedger.Slot slot = ledger.letThrough(one.key, ifCreated);
        if (one.order.isThere()) {
            one.order.go(slot);
        } else {
            slot.notCreated();
        }
    }

    private void goApart() {
        for (Held one : List.copyOf(held.values())) {
            if (isSpent(one)) {
                refuse(one);
            } else if (mayGoApart(one)) {
                if (!share.tryTake(one.key.id())) {
                    return;
                }
                held.remove(one.key.id());
                events.orderOnLocalShare(config.get().name());
                go(one, OrderResult.Kind.CREATED_APART);
            }
        }
    }

    /** What the pass of another gateway has spent is known there, and to the store when it is back. */
    private boolean mayGoApart(Held one) {
        Place place = one.key.place();
        return !place.isApart() || place.era() == apartEra.getAsLong();
    }
}
