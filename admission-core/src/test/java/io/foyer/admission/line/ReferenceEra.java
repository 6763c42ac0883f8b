package io.foyer.admission.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One era of the reference line: a record for each ticket. */
final class ReferenceEra {
    static final int TURNS_KEPT = 2;

    final long number;
    final TreeMap<Long, Ticket> tickets = new TreeMap<>();
    final Map<String, Block> blocks = new HashMap<>();
    final List<Stand> stands = new ArrayList<>();
    long base;
    long presentTurn;
    long activeTurn;

    /** What the room's list of eras says of this one. */
    RoomSnapshot.EraLine line;

    private long heardAt;
    private long age;
    private double presentTurnedAt;
    private double activeTurnedAt;

    ReferenceEra(long number) {
        this.number = number;
        this.line = new RoomSnapshot.EraLine(number, 0, 0, 0);
    }

    void learnTail(long tail) {
        line = new RoomSnapshot.EraLine(number, Math.max(line.tail(), tail), line.waiting(), line.active());
    }

    void growOlder(long nowMillis, RoomTerms terms) {
        age += Math.min(Math.max(nowMillis - heardAt, 0), 2_000);
        heardAt = nowMillis;
        double half = terms.absentAfter().toMillis() / 2.0;
        long turns = (long) Math.floor((age - presentTurnedAt) / half);
        presentTurn += turns;
        presentTurnedAt += turns * half;
        half = terms.sessionIdle().toMillis() / 2.0;
        turns = (long) Math.floor((age - activeTurnedAt) / half);
        activeTurn += turns;
        activeTurnedAt += turns * half;
    }

    long active() {
        return tickets.values().stream()
                .filter(ticket -> isActive(ticket) && !ticket.done)
                .count();
    }

    record Block(long sequence, JoinReply.Joined reply) {}

    /** Where the room stood at a time. */
    record Stand(long atMillis, long serving) {}

    static final class Ticket {
        boolean called;
        boolean owed;
        boolean ended;

        @Nullable
        Long admittedAtMillis;

        @Nullable
        Long presentIn;

        @Nullable
        Long activeIn;

        int spent;
        boolean done;
    }

    Ticket ticket(long number) {
        return tickets.computeIfAbsent(number, unused -> new Ticket());
    }

    boolean isPresent(Ticket ticket) {
        return ticket.presentIn != null && presentTurn - ticket.presentIn <= TURNS_KEPT;
    }

    /** Called in their absence, and back. */
    List<Ticket> owed() {
        return tickets.values().stream().filter(ticket -> ticket.owed).toList();
    }

    /** Exact for the front, and one place a bucket behind it. */
    PresenceMap presence(long calledUpTo) {
        if (calledUpTo == Long.MAX_VALUE) {
            return PresenceMap.empty(0);
        }
        byte[] front = new byte[PresenceMap.EXACT_PLACES / 8];
        long last = tickets.isEmpty() ? 0 : tickets.lastKey();
        int[] rest = new int[(int) Math.max(0, last - calledUpTo - PresenceMap.EXACT_PLACES)];
        tickets.tailMap(calledUpTo, false).forEach((number, ticket) -> {
            int index = (int) (number - calledUpTo - 1);
            if (!isPresent(ticket)) {
                return;
            }
            if (index < PresenceMap.EXACT_PLACES) {
                front[index / 8] |= (byte) (0x80 >>> index % 8);
            } else {
                rest[index - PresenceMap.EXACT_PLACES] = 1;
            }
        });
        return new PresenceMap(calledUpTo, front, 1, rest);
    }

    boolean isActive(Ticket ticket) {
        return ticket.activeIn != null && activeTurn - ticket.activeIn <= TURNS_KEPT;
    }

    /** @return the time that is remembered */
    long admit(Ticket ticket, long millis) {
        long at = wholeSecond(millis);
        ticket.admittedAtMillis = at;
        ticket.activeIn = activeTurn;
        return at;
    }

    void learnGrant(GrantMemory grant) {
        Ticket ticket = ticket(grant.number());
        if (grant.isUsedUp()) {
            ticket.ended = true;
            ticket.done = true;
        } else if (ticket.admittedAtMillis == null && !ticket.ended) {
            admit(ticket, grant.admittedAtMillis());
        }
        ticket.called = true;
    }

    void end(long place) {
        Ticket ticket = ticket(place);
        ticket.ended = true;
        ticket.done = true;
        ticket.owed = false;
        ticket.presentIn = null;
        ticket.activeIn = null;
    }

    /** The last position that the room is known to have stood at {@code keepMillis} ago or before. */
    boolean hasLapsed(long number, long before) {
        return stands.stream().anyMatch(stand -> stand.atMillis() <= before && number <= stand.serving());
    }

    /** An era is named after the second in which it began; admissions are known to the second. */
    private long wholeSecond(long nowMillis) {
        return Math.max(nowMillis / 1000, number) * 1000;
    }
}
