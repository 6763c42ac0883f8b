package io.foyer.admission.line;

import io.foyer.admission.line.ReferenceEra.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One room of the reference line. */
final class ReferenceRoom {
    long nowMillis;
    String currentLineage = "";
    boolean paused;
    ReferenceEra era = new ReferenceEra(0);
    long ordered;
    private CheckoutTimes checkouts = CheckoutTimes.NONE;

    private final Map<Long, ReferenceEra> eras = new HashMap<>();
    /** What operators asked for by hand, and how many it called. */
    private final Map<String, Long> byHand = new HashMap<>();
    /** Eras in which somebody may wait or shop. */
    private final TreeSet<Long> listed = new TreeSet<>();

    private final ReferenceBudget budget = new ReferenceBudget();
    private final ReferenceSettling settling = new ReferenceSettling();
    private final ReferenceInvitations invitations = new ReferenceInvitations();
    private String lineage = "";
    private long tail;
    private long servingEra;
    private long serving;
    private long called;
    private long admitted;
    private long rememberedAt;
    private long rememberedServing;
    private long floor;

    ReferenceEra era(long number) {
        return eras.computeIfAbsent(number, ReferenceEra::new);
    }

    boolean isOpen() {
        return era.number > 0 && lineage.equals(currentLineage) && floor <= era.number;
    }

    private long tailOf(long number) {
        return number == era.number
                ? tail
                : listed.contains(number) ? era(number).line.tail() : 0;
    }

    // ---- opening

    void learn(Known known) {
        floor = Math.max(floor, known.era());
        if (known.serving().era() > servingEra) {
            serveFrom(known.serving().era(), known.serving().number());
        } else if (known.serving().era() == servingEra) {
            serving = Math.max(serving, known.serving().number());
        }
        known.highest().forEach((number, highest) -> {
            if (number == era.number) {
                tail = Math.max(tail, highest);
            } else if (number >= servingEra && highest > tailOf(number)) {
                listed.add(number);
                era(number).learnTail(highest);
            }
        });
        if (servingEra == era.number) {
            tail = Math.max(tail, serving);
        }
    }

    private void serveFrom(long newEra, long number) {
        servingEra = newEra;
        serving = number;
        rememberedAt = 0;
        rememberedServing = 0;
    }

    void vouch(Known known) {
        settling.vouch(known);
    }

    void settle(SettleTimes times, ReferenceShop shop) {
        if (!settling.isAsked(currentLineage)) {
            boolean isNew = isUnheardOf() && currentLineage.equals(shop.openLineage);
            settling.ask(currentLineage, isNew ? SettleTimes.AT_ONCE : times, nowMillis);
            if (times.fullMillis() == 0) {
                shop.openLineage = currentLineage;
            }
        }
        if (nowMillis < settledAt()) {
            return;
        }
        long slice = isUnheardOf() ? 0 : nowMillis;
        begin(Math.max(Math.max(era.number, floor) + 1, nowMillis / 1000), highestNumber());
        lineage = currentLineage;
        settling.end();
        budget.begin(slice);
    }

    private boolean isUnheardOf() {
        return era.number == 0 && floor == 0;
    }

    private long settledAt() {
        return settling.overAt(era.number > 0);
    }

    SyncReply closedReply() {
        if (!settling.isAsked(currentLineage)) {
            return era.number == 0 ? new SyncReply.NoEra() : new SyncReply.Settling(0);
        }
        return new SyncReply.Settling(Math.max(0, settledAt() - nowMillis));
    }

    private void startAfreshIfOld() {
        boolean old = nowMillis / 1000 - era.number > 604_800 || tail > 10_000_000;
        if (old && tail > 0 && servingEra == era.number && serving == tail && owedCount() == 0) {
            begin(Math.max(era.number + 1, nowMillis / 1000), 0);
        }
    }

    private long highestNumber() {
        long listedHighest = listed.stream()
                .mapToLong(number -> era(number).line.tail())
                .max()
                .orElse(0);
        return Math.max(listedHighest, Math.max(tail, serving));
    }

    private void begin(long number, long base) {
        if (era.number > 0) {
            listed.add(era.number);
            era.learnTail(tail);
        }
        era = era(number);
        era.base = base;
        listed.add(number);
        tail = base;
        leaveFinishedEras();
    }

    private void leaveFinishedEras() {
        while (servingEra < era.number && serving >= tailOf(servingEra)) {
            Long next = listed.higher(servingEra);
            long number = next == null ? era.number : Math.min(next, era.number);
            serveFrom(number, listed.contains(number) ? era(number).base : 0);
        }
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
        boolean nobodyWaits = servingEra == era.number && serving == tail && owedCount() == 0 && !paused;
        int entering = nobodyWaits ? (int) Math.min(block.size(), budget.allowed()) : 0;
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

    private void hear(ReferenceEra home, Heartbeat heartbeat) {
        long last = tailOf(home.number);
        for (long number : heartbeat.present()) {
            if (number >= 1 && number <= last) {
                home.ticket(number).presentIn = home.presentTurn;
            }
        }
        for (long number : heartbeat.active()) {
            last = home.number < servingEra ? Math.max(last, number) : last;
            if (number >= 1 && number <= last) {
                home.ticket(number).activeIn = home.activeTurn;
            }
        }
        if (home != era) {
            home.learnTail(last);
        }
    }

    // ---- calling

    CallReply callNext(long believed, CallPlan plan, RoomTerms terms) {
        if (!isOpen()) {
            return CallReply.notOpen();
        }
        if (believed != servingEra) {
            return new CallReply(true, servingEra, serving, tail);
        }
        if (budget.isSliceOver(nowMillis, plan)) {
            budget.refill(nowMillis, plan, called);
            if (!paused) {
                callOwed();
                callPresent();
            }
            remember(terms.keep().toMillis());
            if (owedCount() == 0) {
                leaveEra();
            }
        }
        return new CallReply(true, servingEra, serving, tail);
    }

    CallNowReply callNow(CallNow call) {
        if (!isOpen()) {
            return CallNowReply.notOpen();
        }
        Long before = byHand.get(call.request());
        if (before != null) {
            return callNowReply(CallNowReply.Outcome.CALLED_BEFORE, before);
        }
        if (call.servingEra() != servingEra) {
            return callNowReply(CallNowReply.Outcome.ELSEWHERE, 0);
        }
        long done = budget.aside(call.calls(), () -> {
            callOwed();
            callPresent();
        });
        byHand.put(call.request(), done);
        return callNowReply(CallNowReply.Outcome.CALLED, done);
    }

    private CallNowReply callNowReply(CallNowReply.Outcome outcome, long done) {
        return new CallNowReply(outcome, done, new CallReply(true, servingEra, serving, tail));
    }

    private void callOwed() {
        for (Ticket ticket : era(servingEra).owed()) {
            boolean here = era(servingEra).isPresent(ticket);
            if (here && budget.allowed() == 0) {
                return;
            }
            if (here) {
                pay(ticket);
            }
            ticket.owed = false;
        }
    }

    private void callPresent() {
        long limit = budget.allowed();
        if (limit == 0 || owedCount() > 0) {
            return;
        }
        for (Map.Entry<Long, Ticket> entry :
                era(servingEra).tickets.tailMap(serving, false).entrySet()) {
            if (limit == 0) {
                return;
            }
            if (era(servingEra).isPresent(entry.getValue())) {
                limit--;
                serving = entry.getKey();
                if (!entry.getValue().ended) {
                    pay(entry.getValue());
                }
            }
        }
        if (limit > 0) {
            serving = Math.max(serving, tailOf(servingEra));
        }
    }

    private void leaveEra() {
        ReferenceEra before = era(servingEra);
        leaveFinishedEras();
        if (servingEra != before.number) {
            long last = tailOf(before.number);
            before.stands.removeIf(stand -> stand.serving() == last);
            before.stands.add(new ReferenceEra.Stand(nowMillis, last));
        }
    }

    private void remember(long keepMillis) {
        if (serving != rememberedServing && nowMillis - rememberedAt >= keepMillis / 32.0) {
            era(servingEra).stands.removeIf(stand -> stand.serving() == serving);
            era(servingEra).stands.add(new ReferenceEra.Stand(nowMillis, serving));
            rememberedAt = nowMillis;
            rememberedServing = serving;
        }
    }

    private void pay(Ticket ticket) {
        ticket.called = true;
        budget.pay();
        called += 1;
    }

    // ---- admitting and ending

    RedeemReply redeem(Redemption redemption) {
        return invitations.redeem(redemption, nowMillis);
    }

    GrantReply grant(Place place, RoomTerms terms) {
        if (!isOpen() || !place.isCalledAt(new Place(servingEra, serving))) {
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
            boolean earlier = home.number < servingEra;
            boolean first = earlier || owedCount() == 0;
            if (!first || paused || !budget.has(earlier ? 0 : 1)) {
                ticket.owed = true;
                ticket.presentIn = home.presentTurn;
                return new GrantReply.Soon();
            }
            pay(ticket);
        }
        return new GrantReply.Admitted(admit(home, ticket));
    }

    private long admit(ReferenceEra home, Ticket ticket) {
        admitted++;
        return home.admit(ticket, nowMillis);
    }

    void learnGrant(long of, GrantMemory grant) {
        era(of).learnGrant(grant);
    }

    void end(Place place) {
        era(place.era()).end(place.number());
    }

    void countOrder(long checkoutSeconds) {
        ordered++;
        int bin = CheckoutTimes.binOf(checkoutSeconds);
        if (bin >= 0) {
            long[] one = new long[CheckoutTimes.BINS];
            one[bin] = 1;
            checkouts = checkouts.plus(CheckoutTimes.of(one));
        }
    }

    // ---- looking

    /** @param terms null when nobody ages */
    RoomSnapshot look(Heartbeat heartbeat, @Nullable RoomTerms terms, ReferenceShop shop, long now) {
        settling.heardSince = now;
        startAfreshIfOld();
        boolean isKnown = heartbeat.era() > 0 && heartbeat.era() <= era.number;
        ReferenceEra home = isKnown ? era(heartbeat.era()) : era;
        if (terms != null) {
            home.growOlder(now, terms);
        }
        if (isKnown) {
            hear(home, heartbeat);
        }
        long calledUpTo = home.number == servingEra ? serving : home.number < servingEra ? Long.MAX_VALUE : home.base;
        PresenceMap presence = home.presence(calledUpTo);
        note(home, presence);
        return new RoomSnapshot(
                era.number,
                lineage,
                new Place(servingEra, serving),
                tail,
                paused,
                new RoomSnapshot.Presence(home.number, presence),
                lines(),
                new RoomSnapshot.Totals(
                        called,
                        admitted,
                        ordered,
                        owedCount(),
                        lines().stream().mapToLong(l -> l.active()).sum(),
                        checkouts),
                shop.state(now),
                shop.windows(),
                now);
    }

    private void note(ReferenceEra home, PresenceMap presence) {
        long last = home == era ? tail : home.line.tail();
        home.line = new RoomSnapshot.EraLine(home.number, last, presence.waiting(), home.active());
        listed.add(home.number);
        if (home.number < servingEra && home.line.active() == 0) {
            listed.remove(home.number);
            home.line = new RoomSnapshot.EraLine(home.number, 0, 0, 0);
        }
    }

    private List<RoomSnapshot.EraLine> lines() {
        return listed.stream()
                .map(number -> era(number).line)
                .map(line -> new RoomSnapshot.EraLine(
                        line.era(), line.era() == era.number ? tail : line.tail(), line.waiting(), line.active()))
                .toList();
    }

    private long owedCount() {
        return era(servingEra).owed().size();
    }
}
