package io.foyer.gateway.rooms;

import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderBatch.OrderLimits;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import io.foyer.gateway.config.ShopConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where orders of one shop wait for a slot in both windows, first come first served. Confined to the rooms thread; any
 * thread may call {@link #enter}, {@link #withdraw} and the methods of a {@link Slot}.
 *
 * <p>The store decides; this side asks for up to {@link OrderBatch#ORDERS_MAX} orders at a time, again whenever one arrives
 * or a slot may have come free. While the store is away the gate draws on a {@link LocalShare}.
 */
final class OrderGate {
    /** Orders that wait at this gateway; one more is told to come back. */
    static final int HELD_MAX = 8_192;

    private static final long ASK_AGAIN_MILLIS_MAX = 500;

    private record Held(GatedOrder order, String id, long sinceNanos) {}

    /** What a batch can hold together: orders of one life of one room. */
    private record Group(RoomId room, long era) {}

    private final Supplier<ShopConfig> config;
    private final RoomSetting setting;
    private final RoomEvents events;
    private final RoomsThread thread;
    private final Settlements settlements;
    private final OrderRecall recall;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private final String idPrefix;
    private long nextId;
    private long scheduled;
    private boolean asking;
    private boolean askAgain;
    private final LocalShare share;
    private final CreditBook credits;
    private final LongSupplier apartEra;
    private volatile @Nullable Allotment allotment;
    private boolean keeping;

    /** @param apartEra of the passes that this gateway gives as long as the store is away */
    OrderGate(
            Supplier<ShopConfig> config,
            RoomSetting setting,
            RoomEvents events,
            OrderRecall recall,
            LongSupplier apartEra) {
        this.recall = recall;
        this.apartEra = apartEra;
        this.config = config;
        this.setting = setting;
        this.thread = setting.roomsThread();
        this.events = events;
        this.credits = new CreditBook(events);
        this.settlements = new Settlements(setting.store(), thread, events);
        this.idPrefix = setting.gateway() + "-";
        this.share = new LocalShare(setting.gateway(), this::limits, setting.nanoClock());
    }

    /** What this gateway may do without the store; null for nothing. Any thread. */
    @Nullable
    Allotment allotment() {
        return allotment;
    }

    /** Once a second: asks which part of the budget may be let through while the store is away. */
    void keepShare() {
        if (keeping) {
            return;
        }
        keeping = true;
        ShareRequest request = share.request(settlements.untoldApart());
        long sent = setting.nanoClock().getAsLong();
        setting.store()
                .keepShare(shop(), request)
                .whenCompleteAsync(
                        (reply, failure) -> {
                            keeping = false;
                            if (reply != null) {
                                share.answered(request, reply, sent);
                                allotment = share.allotment();
                            }
                        },
                        thread)
                .exceptionally(failure -> null);
    }

    /** The share is no longer needed, unless the store still has to hear of orders that used it: then its time must run out. */
    void leave() {
        ShareRequest last = share.request(settlements.untoldApart());
        if (last.state() == ShareRequest.State.ATTACHED) {
            setting.store().keepShare(shop(), last.leaving()).exceptionally(failure -> new ShareReply(0, 0));
        }
    }

    private RoomId shop() {
        return new RoomId(config.get().name(), RoomId.MAIN);
    }

    void enter(GatedOrder order) {
        thread.execute(() -> arrived(order));
    }

    void withdraw(GatedOrder order) {
        thread.execute(() -> {
            Iterator<Held> all = held.values().iterator();
            while (all.hasNext()) {
                Held one = all.next();
                if (one.order == order) {
                    all.remove();
                    settle(one, OrderResult.Kind.NOT_CREATED);
                }
            }
        });
    }

    /** The shop says that it created an order though no slot was asked for: it counts all the same. */
    void createdUnasked(RoomId room, Place place) {
        thread.execute(() -> {
            String id = idPrefix + Long.toString(nextId++, 36);
            credits.took(room, place, id);
            settlements.add(room, new OrderResult(place.era(), place.number(), id, OrderResult.Kind.CREATED_APART));
        });
    }

    int held() {
        return held.size();
    }

    /** Called every slice: refuses whoever has waited too long and repeats what the store did not take. */
    void tick() {
        settlements.send();
        recall.forgetOld(setting.nanoClock().getAsLong());
        long oldest = setting.nanoClock().getAsLong() - config.get().orderHold().toNanos();
        List<Held> late = held.values().stream()
                .filter(one -> one.sinceNanos - oldest < 0)
                .toList();
        for (Held one : late) {
            held.remove(one.id);
            settle(one, OrderResult.Kind.NOT_CREATED);
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
        String id = idPrefix + Long.toString(nextId++, 36);
        held.put(id, new Held(order, id, setting.nanoClock().getAsLong()));
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
        settlements.send();
        Group group = groupOf(batch.get(0));
        List<OrderBatch.Order> orders = batch.stream()
                .map(one -> new OrderBatch.Order(one.id, one.order.place().number(), one.order.credit()))
                .toList();
        setting.store()
                .reserveOrders(group.room, new OrderBatch(setting.gateway(), group.era, limits(), orders))
                .whenCompleteAsync((verdicts, failure) -> answered(batch, verdicts, failure), thread)
                .exceptionally(failure -> List.of());
    }

    /** The oldest orders, up to the first that cannot be asked for together with them. */
    private List<Held> nextBatch() {
        List<Held> batch = new ArrayList<>();
        List<Held> spent = new ArrayList<>();
        Group group = null;
        for (Held one : held.values()) {
            if (isSpent(one)) {
                spent.add(one);
                continue;
            }
            if (group == null) {
                group = groupOf(one);
            }
            if (batch.size() == OrderBatch.ORDERS_MAX || !groupOf(one).equals(group)) {
                break;
            }
            batch.add(one);
        }
        spent.forEach(this::refuse);
        return batch;
    }

    /** What a pass ordered without the store, the store may not know yet. */
    private boolean isSpent(Held one) {
        return credits.spent(one.order.room(), one.order.place()) >= one.order.credit();
    }

    private void refuse(Held spent) {
        held.remove(spent.id);
        settle(spent, OrderResult.Kind.NOT_CREATED);
        spent.order.noCredit();
    }

    private static Group groupOf(Held one) {
        return new Group(one.order.room(), one.order.place().era());
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
        if (held.remove(one.id) == null) {
            // Withdrawn or refused while the store was asked.
            if (verdict.kind() == OrderVerdict.Kind.RESERVED) {
                settle(one, OrderResult.Kind.NOT_CREATED);
            }
        } else if (verdict.kind() == OrderVerdict.Kind.NO_CREDIT) {
            one.order.noCredit();
        } else {
            go(one, false);
        }
    }

    private void go(Held one, boolean onLocalShare) {
        long now = setting.nanoClock().getAsLong();
        events.orderHeld(config.get().name(), now - one.sinceNanos);
        long leaseEnd = now + OrderLease.of(config.get()).toNanos();
        recall.reserved(one.id, one.order.room(), one.order.place(), leaseEnd);
        credits.took(one.order.room(), one.order.place(), one.id);
        Slot slot = new Slot(one, onLocalShare);
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
                if (!share.tryTake(one.id)) {
                    return;
                }
                held.remove(one.id);
                events.orderOnLocalShare(config.get().name());
                go(one, true);
            }
        }
    }

    /** What the pass of another gateway has spent is known there, and to the store when it is back. */
    private boolean mayGoApart(Held one) {
        Place place = one.order.place();
        return !place.isApart() || place.era() == apartEra.getAsLong();
    }

    private void settle(Held one, OrderResult.Kind kind) {
        if (kind == OrderResult.Kind.NOT_CREATED) {
            recall.notCreated(one.id);
            credits.gaveBack(one.order.room(), one.order.place(), one.id);
            share.notCreated(one.id);
        } else {
            share.created(one.id);
            recall.created(one.id, setting.nanoClock().getAsLong());
        }
        settlements.add(
                one.order.room(),
                new OrderResult(one.order.place().era(), one.order.place().number(), one.id, kind));
    }

    /** A reserved slot. Settled once; from any thread. */
    final class Slot {
        private final Held one;
        private final boolean onLocalShare;

        private Slot(Held one, boolean onLocalShare) {
            this.one = one;
            this.onLocalShare = onLocalShare;
        }

        void created() {
            thread.execute(() -> settle(one, onLocalShare ? OrderResult.Kind.CREATED_APART : OrderResult.Kind.CREATED));
        }

        void notCreated() {
            thread.execute(() -> settle(one, OrderResult.Kind.NOT_CREATED));
        }

        /**
         * The request may have reached the shop and no response came: the slot stays taken until its lease ends, which is
         * later than the shop can still create the order, and the credit stays spent.
         */
        void unknown() {
            if (onLocalShare) {
                thread.schedule(
                        () -> settle(one, OrderResult.Kind.CREATED_APART),
                        OrderLease.of(config.get()).toMillis());
            }
        }
    }
}
