package io.foyer.admission.line;

import io.foyer.admission.line.ReferenceEra.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One room of the reference line. */
final class ReferenceRoom {
    private static final long CALLS_MAX = 1_000;

    long nowMillis;
    String currentLineage = "";
    boolean paused;
    ReferenceEra era = new ReferenceEra(0);
    long ordered;

    private final Map<Long, ReferenceEra> eras = new HashMap<>();
    private String lineage = "";
    private long tail;
    private long serving;
    private double tokens;
    private long headroom;
    private long sliceAt;
    private long called;
    private long admitted;
    private long rememberedAt;
    private long rememberedServing;
    private String settleLineage = "";
    private long settleUntil;
    private long learnedEra;
    private long learnedTail;
    private long learnedServing;
    private long heardAt;
    private long age;
    private double presentTurnedAt;
    private double activeTurnedAt;

    ReferenceEra era(long number) {
        return eras.computeIfAbsent(number, ReferenceEra::new);
    }

    boolean isOpen() {
        return era.number > 0 && lineage.equals(currentLineage);
    }

    // ---- opening

    void learn(Heartbeat heartbeat) {
        learnedEra = Math.max(learnedEra, heartbeat.era());
        if (heartbeat.era() == era.number) {
            learnedTail = Math.max(learnedTail, heartbeat.highest().number());
            learnedServing = Math.max(learnedServing, heartbeat.highest().serving());
        }
    }

    void settle(long settleMillis) {
        if (!isAsked()) {
            settleUntil = nowMillis + settleMillis;
            settleLineage = currentLineage;
        }
        if (nowMillis < settleUntil) {
            return;
        }
        if (era.number == 0) {
            begin(Math.max(learnedEra + 1, nowMillis / 1000));
        } else {
            tail = Math.max(tail, Math.max(learnedTail, learnedServing));
            serving = Math.max(serving, learnedServing);
            learnedTail = 0;
            learnedServing = 0;
        }
        lineage = currentLineage;
        settleUntil = 0;
    }

    SyncReply closedReply() {
        if (!isAsked()) {
            return era.number == 0 ? new SyncReply.NoEra() : new SyncReply.Settling(0);
        }
        return new SyncReply.Settling(Math.max(0, settleUntil - nowMillis));
    }

    private boolean isAsked() {
        return settleUntil > 0 && settleLineage.equals(currentLineage);
    }

    void startAfreshIfOld() {
        boolean old = nowMillis / 1000 - era.number > 604_800 || tail > 10_000_000;
        if (old && tail > 0 && serving == tail && owedCount() == 0) {
            begin(Math.max(era.number + 1, nowMillis / 1000));
        }
    }

    private void begin(long number) {
        era = era(number);
        tail = 0;
        serving = 0;
        called = 0;
        admitted = 0;
        ordered = 0;
        rememberedAt = 0;
        rememberedServing = 0;
        learnedTail = 0;
        learnedServing = 0;
    }

    // ---- joining and hearing

    JoinReply join(JoinBlock block) {
        if (!isOpen() || block.era() != era.number) {
            return new JoinReply.NotOpen();
        }
        ReferenceEra.Block last = era.blocks.get(block.gateway());
        if (last != null && last.sequence() == block.sequence()) {
            JoinReply.Joined reply = last.reply();
            return new JoinReply.Joined(reply.first(), reply.entering(), lineage, nowMillis);
        }
        if (last != null && last.sequence() > block.sequence()) {
            return new JoinReply.NotOpen();
        }
        long first = tail + 1;
        boolean nobodyWaits = serving == tail && owedCount() == 0 && !paused;
        int entering = nobodyWaits ? (int) Math.min(block.size(), allowed()) : 0;
        tail += block.size();
        for (long number = first; number <= tail; number++) {
            Ticket ticket = era.ticket(number);
            if (number < first + entering) {
                pay(ticket);
                admit(era, ticket);
                serving = number;
            } else {
                ticket.presentIn = era.presentTurn;
            }
        }
        JoinReply.Joined reply = new JoinReply.Joined(new Place(era.number, first), entering, lineage, nowMillis);
        era.blocks.put(block.gateway(), new ReferenceEra.Block(block.sequence(), reply));
        return reply;
    }

    void hear(Heartbeat heartbeat) {
        for (long number : heartbeat.present()) {
            if (number >= 1 && number <= tail) {
                era.ticket(number).presentIn = era.presentTurn;
            }
        }
        for (long number : heartbeat.active()) {
            if (number >= 1 && number <= tail) {
                era.ticket(number).activeIn = era.activeTurn;
            }
        }
    }

    void growOlder(RoomTerms terms) {
        age += Math.min(Math.max(nowMillis - heardAt, 0), 2_000);
        heardAt = nowMillis;
        double half = terms.absentAfter().toMillis() / 2.0;
        long turns = (long) Math.floor((age - presentTurnedAt) / half);
        era.presentTurn += turns;
        presentTurnedAt += turns * half;
        half = terms.sessionIdle().toMillis() / 2.0;
        turns = (long) Math.floor((age - activeTurnedAt) / half);
        era.activeTurn += turns;
        activeTurnedAt += turns * half;
    }

    // ---- calling

    CallReply callNext(long eraNumber, CallPlan plan, RoomTerms terms) {
        if (!isOpen() || eraNumber != era.number) {
            return CallReply.notOpen();
        }
        if (nowMillis < sliceAt || nowMillis - sliceAt >= plan.sliceMillis()) {
            long elapsed = Math.min(Math.max(nowMillis - sliceAt, 0), 1_000);
            tokens = Math.min(plan.burst(), tokens + plan.callsPerSecond() * elapsed / 1_000);
            headroom = plan.headroom();
            sliceAt = nowMillis;
            if (!paused) {
                callOwed();
                callPresent();
            }
            remember(terms.keep().toMillis());
        }
        return new CallReply(true, era.number, serving, tail);
    }

    private void callOwed() {
        for (Ticket ticket : owed()) {
            boolean here = era.isPresent(ticket);
            if (here && allowed() == 0) {
                return;
            }
            if (here) {
                pay(ticket);
            }
            ticket.owed = false;
        }
    }

    private void callPresent() {
        long limit = allowed();
        if (limit == 0 || owedCount() > 0) {
            return;
        }
        for (Map.Entry<Long, Ticket> entry : era.tickets.tailMap(serving, false).entrySet()) {
            if (limit == 0) {
                return;
            }
            if (era.isPresent(entry.getValue())) {
                limit--;
                serving = entry.getKey();
                if (!entry.getValue().ended) {
                    pay(entry.getValue());
                }
            }
        }
        if (limit > 0) {
            serving = tail;
        }
    }

    private void remember(long keepMillis) {
        if (serving != rememberedServing && nowMillis - rememberedAt >= keepMillis / 32.0) {
            era.stands.add(new ReferenceEra.Stand(nowMillis, serving));
            rememberedAt = nowMillis;
            rememberedServing = serving;
        }
    }

    private long allowed() {
        return Math.max(0, Math.min(Math.min((long) Math.floor(tokens), headroom), CALLS_MAX));
    }

    private void pay(Ticket ticket) {
        ticket.called = true;
        tokens -= 1;
        headroom -= 1;
        called += 1;
    }

    // ---- admitting and ending

    GrantReply grant(Place place, RoomTerms terms) {
        if (!place.isCalledAt(new Place(Math.max(1, era.number), serving)) || era.number == 0) {
            return new GrantReply.NotCalled();
        }
        ReferenceEra home = era(place.era());
        Ticket ticket = home.ticket(place.number());
        if (ticket.ended) {
            return new GrantReply.Over();
        }
        if (ticket.admittedAtMillis != null) {
            long over = ticket.admittedAtMillis + terms.sessionMax().toMillis();
            return nowMillis < over && home.isActive(ticket)
                    ? new GrantReply.Admitted(ticket.admittedAtMillis)
                    : new GrantReply.Over();
        }
        if (home.hasLapsed(place.number(), nowMillis - terms.keep().toMillis())) {
            return new GrantReply.Over();
        }
        if (!ticket.called) {
            boolean earlier = home != era;
            boolean first = earlier || owedCount() == 0;
            if (!first || paused || tokens < (earlier ? 0 : 1) || headroom < 1) {
                ticket.owed = true;
                ticket.presentIn = home.presentTurn;
                return new GrantReply.Soon();
            }
            pay(ticket);
        }
        return new GrantReply.Admitted(admit(home, ticket));
    }

    private long admit(ReferenceEra home, Ticket ticket) {
        ticket.admittedAtMillis = home.wholeSecond(nowMillis);
        ticket.activeIn = home.activeTurn;
        admitted++;
        return ticket.admittedAtMillis;
    }

    void end(Place place) {
        Ticket ticket = era(place.era()).ticket(place.number());
        ticket.ended = true;
        ticket.done = true;
        ticket.owed = false;
        ticket.presentIn = null;
        ticket.activeIn = null;
    }

    // ---- looking

    RoomSnapshot snapshot(RoomSnapshot.ShopState shop) {
        long active = era.tickets.values().stream()
                .filter(ticket -> era.isActive(ticket) && !ticket.done)
                .count();
        return new RoomSnapshot(
                era.number,
                lineage,
                new Place(era.number, serving),
                tail,
                paused,
                presence(),
                new RoomSnapshot.Totals(called, admitted, ordered, owedCount(), active),
                shop,
                nowMillis);
    }

    /** Exact for the front, and one place a bucket behind it. */
    private PresenceMap presence() {
        byte[] front = new byte[PresenceMap.EXACT_PLACES / 8];
        int[] rest = new int[(int) Math.max(0, tail - serving - PresenceMap.EXACT_PLACES)];
        era.tickets.tailMap(serving, false).forEach((number, ticket) -> {
            int index = (int) (number - serving - 1);
            if (!era.isPresent(ticket)) {
                return;
            }
            if (index < PresenceMap.EXACT_PLACES) {
                front[index / 8] |= (byte) (0x80 >>> index % 8);
            } else {
                rest[index - PresenceMap.EXACT_PLACES] = 1;
            }
        });
        return new PresenceMap(serving, front, 1, rest);
    }

    private List<Ticket> owed() {
        return era.tickets.values().stream().filter(ticket -> ticket.owed).toList();
    }

    private long owedCount() {
        return owed().size();
    }
}
