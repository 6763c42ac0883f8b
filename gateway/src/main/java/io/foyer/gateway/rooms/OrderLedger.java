package io.foyer.gateway.rooms;

import io.foyer.admission.line.OrderResult;
import io.foyer.gateway.config.ShopConfig;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The orders of a shop that this gateway lets through, in four books that it keeps in step: what the store is told, what it is
 * taught if it loses that, what each pass has spent, and what is used of the local share. Confined to the rooms thread; any
 * thread may call the methods of a {@link Slot}.
 */
final class OrderLedger {
    private final Supplier<ShopConfig> config;
    private final RoomSetting setting;
    private final Settlements settlements;
    private final OrderRecall recall;
    private final CreditBook credits;
    private final LocalShare share;

    OrderLedger(
            Supplier<ShopConfig> config, RoomSetting setting, RoomEvents events, OrderRecall recall, LocalShare share) {
        this.config = config;
        this.setting = setting;
        this.settlements = new Settlements(setting.store(), setting.roomsThread(), events);
        this.recall = recall;
        this.credits = new CreditBook(events);
        this.share = share;
    }

    /** Whether the pass has spent so much credit here, which the store may not know yet. */
    boolean isSpent(OrderKey order, int credit) {
        return credits.spent(order.room(), order.place()) >= credit;
    }

    /** The order goes to the shop. @param ifCreated how it counts if it is created */
    Slot letThrough(OrderKey order, OrderResult.Kind ifCreated) {
        long leaseEnd = setting.nanoClock().getAsLong() + lease().toNanos();
        recall.reserved(order.id(), order.room(), order.place(), leaseEnd);
        credits.took(order.room(), order.place(), order.id());
        return new Slot(order, ifCreated);
    }

    private Duration lease() {
        return OrderLease.of(config.get());
    }

    /** The shop created an order though no slot was asked for: it counts all the same. */
    void createdUnasked(OrderKey order) {
        credits.took(order.room(), order.place(), order.id());
        settlements.add(order.room(), order.ended(OrderResult.Kind.CREATED_APART));
    }

    /** The order came to nothing, here or at the shop. */
    void notCreated(OrderKey order) {
        recall.notCreated(order.id());
        credits.gaveBack(order.room(), order.place(), order.id());
        share.notCreated(order.id());
        settlements.add(order.room(), order.ended(OrderResult.Kind.NOT_CREATED));
    }

    private void created(OrderKey order, OrderResult.Kind kind) {
        recall.created(order.id(), setting.nanoClock().getAsLong());
        share.created(order.id());
        settlements.add(order.room(), order.ended(kind));
    }

    /** Tells the store what it has not been told, or did not take. */
    void tell() {
        settlements.send();
    }

    /** Orders let through without the store that it has not taken yet. */
    long untoldApart() {
        return settlements.untoldApart();
    }

    /** Called every slice. */
    void tick() {
        tell();
        recall.forgetOld(setting.nanoClock().getAsLong());
    }

    /** A reserved slot. Settled once; from any thread. */
    final class Slot {
        private final OrderKey order;
        private final OrderResult.Kind ifCreated;

        private Slot(OrderKey order, OrderResult.Kind ifCreated) {
            this.order = order;
            this.ifCreated = ifCreated;
        }

        void created() {
            setting.roomsThread().execute(() -> OrderLedger.this.created(order, ifCreated));
        }

        void notCreated() {
            setting.roomsThread().execute(() -> OrderLedger.this.notCreated(order));
        }

        /**
         * The request may have reached the shop and no response came: the slot stays taken until its lease ends, which is
         * later than the shop can still create the order, and the credit stays spent.
         */
        void unknown() {
            if (ifCreated == OrderResult.Kind.CREATED_APART) {
                setting.roomsThread().schedule(() -> OrderLedger.this.created(order, ifCreated), lease().toMillis());
            }
        }
    }
}
