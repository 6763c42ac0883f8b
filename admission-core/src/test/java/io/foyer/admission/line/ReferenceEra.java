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
    long presentTurn;
    long activeTurn;

    ReferenceEra(long number) {
        this.number = number;
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

    boolean isActive(Ticket ticket) {
        return ticket.activeIn != null && activeTurn - ticket.activeIn <= TURNS_KEPT;
    }

    /** The last position that the room is known to have stood at {@code keepMillis} ago or before. */
    boolean hasLapsed(long number, long before) {
        return stands.stream().anyMatch(stand -> stand.atMillis() <= before && number <= stand.serving());
    }

    /** An era is named after the second in which it began; admissions are known to the second. */
    long wholeSecond(long nowMillis) {
        return Math.max(nowMillis / 1000, number) * 1000;
    }
}
