package io.foyer.gateway.rooms;

import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives newcomers their numbers, a block at a time: while one block is under way, and for a millisecond after it was sent,
 * the next one gathers, so blocks grow with the load and who comes alone does not wait. Confined to the rooms thread.
 */
final class Joiner {
    /** Places asked for at once. */
    static final int BLOCK_MAX = 1_024;

    /** Newcomers who wait for a number; one more is told that the store is away and tries again. */
    static final int WAITING_MAX = 65_536;

    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /** Blocks go out no closer than this: what joining costs the store depends on blocks, hardly on newcomers. */
    static final long APART_NANOS = 1_000_000;

    /** One newcomer. Called back once, on the rooms thread. */
    interface Newcomer {
        /** When the buyer arrived, ms since 1970: of all who wait, the earliest are numbered first. */
        long arrivedAtMillis();

        /** False once the buyer has gone; no number is taken then. */
        boolean isThere();

        /**
         * @param entering whether the place is admitted already; the reply's time is then that of it
         * @param reply what the whole block was told
         */
        void joined(Place place, boolean entering, JoinReply.Joined reply);

        /** No number can be had now. */
        void away();
    }

    private record Waiting(Newcomer newcomer, long order, long sinceNanos) {}

    private static final Comparator<Waiting> BY_ARRIVAL =
            Comparator.<Waiting>comparingLong(w -> w.newcomer.arrivedAtMillis()).thenComparingLong(Waiting::order);

    private final RoomId room;
    private final String gateway;
    private final LineStore store;
    private final RoomsThread roomsThread;
    private final Supplier<RoomTerms> terms;
    private final LongSupplier nanoClock;
    private final GrantRecall grants;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(BY_ARRIVAL);
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private long arrivals;
    private long sequence;
    private long era;
    private boolean open;
    private boolean underWay;
    private boolean pausing;
    private long sentNanos;
    private volatile long gatherUntilNanos;

    Joiner(RoomId room, RoomSetting setting, Supplier<RoomTerms> terms, GrantRecall grants) {
        this.grants = grants;
        this.room = room;
        this.gateway = setting.gateway();
        this.store = setting.store();
        this.roomsThread = setting.roomsThread();
        this.terms = terms;
        this.nanoClock = setting.nanoClock();
        this.gatherUntilNanos = nanoClock.getAsLong();
        this.sentNanos = gatherUntilNanos - APART_NANOS;
    }

    /** The room is open in this era: numbers may be asked for. */
    void open(long newEra) {
        era = newEra;
        open = true;
        next();
        ready();
    }

    /** Newcomers may come: numbers can be asked for, or soon may. */
    void ready() {
        opened.complete(null);
    }

    /** Completes when newcomers may come for the first time. Any thread. */
    CompletionStage<Void> opened() {
        return opened;
    }

    /** Numbers cannot be asked for, but soon may: newcomers wait for {@link #PATIENCE_NANOS} at most. */
    void close() {
        open = false;
    }

    /**
     * For this long, newcomers gather before the first block goes out, so that those who arrived while the store was away
     * are numbered in their order of arrival and not in that of their return.
     */
    void gatherFor(long millis) {
        gatherUntilNanos = nanoClock.getAsLong() + millis * 1_000_000;
    }

    void join(Newcomer newcomer) {
        if (waiting.size() >= WAITING_MAX) {
            newcomer.away();
            return;
        }
        waiting.add(new Waiting(newcomer, arrivals++, nanoClock.getAsLong()));
        next();
    }

    /** Called every slice: ends the gathering, and the patience of those who wait in vain. */
    void tick() {
        next();
        if (!isGathering()) {
            long now = nanoClock.getAsLong();
            List<Waiting> tired =
                    waiting.stream().filter(w -> isOutOfPatience(w, now)).toList();
            if (!tired.isEmpty()) {
                waiting.removeIf(w -> isOutOfPatience(w, now));
                tired.forEach(w -> w.newcomer.away());
            }
        }
    }

    /** The store is away: nobody waits for it here. */
    void dismissAll() {
        close();
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(w -> w.newcomer.away());
    }

    private boolean isOutOfPatience(Waiting who, long nowNanos) {
        long sinceItCould = Math.max(who.sinceNanos - nowNanos, gatherUntilNanos - nowNanos);
        return sinceItCould < -PATIENCE_NANOS;
    }

    int size() {
        return waiting.size();
    }

    /** Any thread. */
    boolean isGathering() {
        return gatherUntilNanos - nanoClock.getAsLong() > 0;
    }

    private void next() {
        if (!open || underWay || waiting.isEmpty() || isGathering()) {
            return;
        }
        long early = APART_NANOS - (nanoClock.getAsLong() - sentNanos);
        if (early > 0) {
            pause(early);
            return;
        }
        List<Waiting> block = takeBlock();
        if (block.isEmpty()) {
            return;
        }
        underWay = true;
        sentNanos = nanoClock.getAsLong();
        store.join(room, new JoinBlock(gateway, ++sequence, block.size(), era), terms.get())
                .whenCompleteAsync((reply, failure) -> arrived(block, reply, failure), roomsThread);
    }

    private void pause(long nanos) {
        if (pausing) {
            return;
        }
        pausing = true;
        roomsThread.scheduleNanos(
                () -> {
                    pausing = false;
                    next();
                },
                nanos);
    }

    private List<Waiting> takeBlock() {
        List<Waiting> block = new ArrayList<>();
        while (block.size() < BLOCK_MAX && !waiting.isEmpty()) {
            Waiting first = waiting.remove();
            if (first.newcomer.isThere()) {
                block.add(first);
            }
        }
        return block;
    }

    @SuppressWarnings("NullAway") // whenComplete gives exactly one of the two
    private void arrived(List<Waiting> block, JoinReply reply, Throwable failure) {
        underWay = false;
        if (failure != null) {
            block.forEach(w -> w.newcomer.away());
        } else {
            reply.fold(
                    joined -> {
                        deliver(block, joined);
                        return true;
                    },
                    notOpen -> {
                        close();
                        waiting.addAll(block);
                        return false;
                    });
        }
        next();
    }

    private void deliver(List<Waiting> block, JoinReply.Joined joined) {
        Place first = joined.first();
        for (int i = 0; i < block.size(); i++) {
            Place place = new Place(first.era(), first.number() + i);
            if (i < joined.entering()) {
                grants.admitted(place, joined.storeTimeMillis());
            }
            block.get(i).newcomer.joined(place, i < joined.entering(), joined);
        }
    }
}
