package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.token.Ticket;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets buyers in while the store is away, for shops with {@code store-down: open}: one after the other at the pace of this
 * gateway's share of the budget. Who has a place goes first, by place; then the others, by their time of arrival. Only those
 * count who ask here, and were heard from lately. Any thread.
 *
 * <p>Who is let in gets a place of an era that only this gateway gives out, below all eras of a line: to the store, once it
 * is back, such an era has been served to its end, and its buyers are counted and their orders charged like all others.
 *
 * <p>Bounded: of more than {@link #WAITING_MAX} in a room the last are not noted, until others have gone in; those inside are at
 * most the share of the shop's active buyers.
 */
final class OpenDoor {
    static final int WAITING_MAX = 65_536;

    /** Who was let in and when, in seconds since 1970. */
    record Entry(Place place, long atSeconds) {}

    /**
     * How a room's door stands.
     *
     * @param fromNanos when the first may go in
     * @param untilNanos when nobody may any more
     * @param spacingNanos from one to the next, all rooms of the shop together
     * @param most inside at once
     */
    record Terms(long fromNanos, long untilNanos, long spacingNanos, int most, RoomTerms room) {}

    private record Asker(@Nullable Place place, long arrivedAtMillis, String buyer) {
        static final Comparator<Asker> IN_ORDER = Comparator.comparing(
                        Asker::place, Comparator.nullsLast(Comparator.<Place>naturalOrder()))
                .thenComparingLong(Asker::arrivedAtMillis)
                .thenComparing(Asker::buyer);

        static Asker of(Ticket ticket) {
            Ticket.Provisional stamp = ticket.asProvisional();
            return new Asker(
                    ticket.placeOrNull(),
                    stamp == null ? 0 : stamp.arrivedAtMillis(),
                    ticket.life().buyer());
        }
    }

    private record Buyer(RoomId room, String id) {}

    private static final class Inside {
        private final Entry entry;
        private final long sinceNanos;
        private long heardNanos;
        private boolean knowsIt;

        private Inside(Entry entry, long nowNanos) {
            this.entry = entry;
            this.sinceNanos = nowNanos;
            this.heardNanos = nowNanos;
        }

        /** Who has not come for the answer is waited for no longer than anybody who waits. */
        private boolean isOver(RoomTerms terms, long now) {
            Duration silence = knowsIt ? terms.sessionIdle() : terms.absentAfter();
            return now - heardNanos > silence.toNanos()
                    || now - sinceNanos > terms.sessionMax().toNanos();
        }
    }

    private final LongSupplier eras;
    private final LongSupplier nanoClock;
    private final LongSupplier secondClock;
    private final Map<RoomId, TreeMap<Asker, Long>> waiting = new HashMap<>();
    private final Map<Buyer, Inside> inside = new HashMap<>();
    private long era;
    private long lastNumber;
    private long lastNanos;

    /** @param eras of which no other gateway gives places */
    OpenDoor(LongSupplier eras, LongSupplier nanoClock, LongSupplier secondClock) {
        this.eras = eras;
        this.era = eras.getAsLong();
        this.nanoClock = nanoClock;
        this.secondClock = secondClock;
        this.lastNanos = nanoClock.getAsLong();
    }

    /** The ticket's buyer asks; null while others are first, or the door is shut. Once let in, the answer stays the same. */
    synchronized @Nullable Entry ask(RoomId room, Ticket ticket, Terms terms) {
        long now = nanoClock.getAsLong();
        Buyer buyer = new Buyer(room, ticket.life().buyer());
        Inside known = inside.get(buyer);
        if (known == null || known.isOver(terms.room, now)) {
            TreeMap<Asker, Long> askers = waiting.computeIfAbsent(room, r -> new TreeMap<>(Asker.IN_ORDER));
            askers.put(Asker.of(ticket), now);
            if (askers.size() > WAITING_MAX) {
                askers.pollLastEntry();
            }
            inside.remove(buyer);
            letNext(room, askers, terms, now);
            known = inside.get(buyer);
        }
        if (known == null) {
            return null;
        }
        known.heardNanos = now;
        known.knowsIt = true;
        return known.entry;
    }

    private void letNext(RoomId room, TreeMap<Asker, Long> askers, Terms terms, long now) {
        boolean isOpen = now - terms.fromNanos >= 0 && now - terms.untilNanos < 0;
        if (!isOpen || now - lastNanos < terms.spacingNanos) {
            return;
        }
        inside.values().removeIf(one -> one.isOver(terms.room, now));
        if (inside.size() >= terms.most) {
            return;
        }
        Asker next = firstPresent(askers, now - terms.room.absentAfter().toNanos());
        if (next != null) {
            lastNanos = now;
            Entry entry = new Entry(new Place(era, ++lastNumber), secondClock.getAsLong());
            inside.put(new Buyer(room, next.buyer), new Inside(entry, now));
        }
    }

    private static @Nullable Asker firstPresent(TreeMap<Asker, Long> askers, long sinceNanos) {
        for (Iterator<Map.Entry<Asker, Long>> all = askers.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Asker, Long> one = all.next();
            all.remove();
            if (one.getValue() - sinceNanos >= 0) {
                return one.getKey();
            }
        }
        return null;
    }

    /** Whether the buyer waits here or has been let in: has passed what holds up newcomers. */
    synchronized boolean knows(RoomId room, Ticket ticket) {
        TreeMap<Asker, Long> askers = waiting.get(room);
        return inside.containsKey(new Buyer(room, ticket.life().buyer()))
                || askers != null && askers.containsKey(Asker.of(ticket));
    }

    /** One who was let in goes on shopping. */
    synchronized void stillHere(RoomId room, String buyer) {
        Inside known = inside.get(new Buyer(room, buyer));
        if (known != null) {
            known.heardNanos = nanoClock.getAsLong();
        }
    }

    /** One who was let in is done. */
    synchronized void left(RoomId room, String buyer) {
        inside.remove(new Buyer(room, buyer));
    }

    synchronized DoorReport report() {
        return new DoorReport(waiting.values().stream().mapToInt(TreeMap::size).sum(), inside.size());
    }

    /** Of the places given now. From the store's return on, orders on earlier ones may be known to others alone. */
    synchronized long era() {
        return era;
    }

    /** The store is back: who waits is numbered there. */
    synchronized void shut(RoomId room) {
        waiting.remove(room);
        if (lastNumber > 0) {
            era = eras.getAsLong();
            lastNumber = 0;
        }
    }
}
