package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.RoomSnapshot;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** This gateway's copy of a room, and of the store's clock. The rooms thread writes it, any thread reads. */
final class RoomCopy {
    private final LongSupplier nanoClock;
    private volatile @Nullable RoomView view;
    private volatile long storeAheadMillis;

    RoomCopy(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.storeAheadMillis = System.currentTimeMillis() - monotonicMillis();
    }

    /** Null until the store has answered for the first time. */
    @Nullable
    RoomView view() {
        return view;
    }

    /** The store's clock, so that all gateways open a sale at the same time: never ahead of it, and the way of a reply behind. */
    long storeMillis() {
        return monotonicMillis() + storeAheadMillis;
    }

    private long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong());
    }

    void take(RoomSnapshot snapshot) {
        RoomView before = view;
        view = before == null ? RoomView.of(snapshot) : before.with(snapshot);
        storeAheadMillis = snapshot.storeTimeMillis() - monotonicMillis();
    }

    /** Takes the outcome of a slice of an open room. */
    void take(CallReply reply) {
        RoomView before = view;
        if (before != null) {
            view = before.with(reply);
        }
    }

    /**
     * Nothing is heard of the room for now.
     *
     * @return whether that is news
     */
    boolean lose() {
        RoomView before = view;
        if (before == null || !before.reachable()) {
            return false;
        }
        view = before.reachable(false);
        return true;
    }
}
