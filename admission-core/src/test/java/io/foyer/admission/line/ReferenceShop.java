package io.foyer.admission.line;

import io.foyer.admission.line.ReferenceEra.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rooms of a shop share in the reference line: order windows, held orders, gateways. */
final class ReferenceShop {
    /** No place: its orders take slots alone. */
    private static final long NOBODY = 0;

    private static final long MINUTE = 60_000;
    private static final long FIVE_SECONDS = 5_000;
    private static final long GONE_FOR = 10_000;
    private static final long HOLD_SILENT = 2_000;
    private static final long GATEWAY_SILENT = 5_000;
    private static final long RETRY_UNSURE = 250;
    private static final long RETRY_MAX = 1_000;

    /** An order that has its slot: until it is settled or its lease ends, from then on for the length of the window. */
    private record Slot(boolean underWay, long createdAtMillis) {}

    private final Map<String, Slot> slots = new HashMap<>();
    /** Orders that came to nothing, and when; a late repeat of their reservation finds them for ten seconds. */
    private final Map<String, Long> gone = new HashMap<>();
    /** Held orders in order of arrival, with the time they were last asked for. */
    private final LinkedHashMap<String, Long> holds = new LinkedHashMap<>();

    private final Map<String, Long> gateways = new HashMap<>();
    final ReferenceShares shares = new ReferenceShares();

    String currentLineage = "";
    String openLineage = "";
    private String teachLineage = "";
    private String witnessedLineage = "";
    private long teachUntil;
    private final Map<String, Boolean> told = new HashMap<>();

    void hear(String gateway, long now) {
        gateways.put(gateway, now);
        gateways.values().removeIf(at -> at < now - GATEWAY_SILENT);
    }

    RoomSnapshot.ShopState state(long now) {
        return new RoomSnapshot.ShopState(taken(MINUTE, now), taken(FIVE_SECONDS, now), holds.size(), gateways.size());
    }

    RoomSnapshot.Windows windows() {
        return new RoomSnapshot.Windows(currentLineage.equals(openLineage), gateways.keySet());
    }

    boolean teach(ReferenceRoom room, OrderMemory memory, long now) {
        if (currentLineage.equals(openLineage)) {
            return true;
        }
        if (!currentLineage.equals(teachLineage)) {
            teachLineage = currentLineage;
            teachUntil = now + memory.closedMillis();
            told.clear();
            shares.clear();
            gateways.keySet().forEach(name -> told.put(name, false));
        }
        memory.gateways().forEach(name -> told.putIfAbsent(name, false));
        memory.orders().forEach(order -> learn(room, memory.era(), order, now));
        told.put(memory.gateway(), memory.isLast());
        told.keySet().forEach(name -> shares.setAsideUnknown(name, now));
        if (memory.isWitness()) {
            witnessedLineage = currentLineage;
        }
        if (witnessedLineage.equals(currentLineage) && !told.containsValue(false) || now >= teachUntil) {
            openLineage = currentLineage;
            told.clear();
        }
        return currentLineage.equals(openLineage);
    }

    private void learn(ReferenceRoom room, long era, OrderMemory.LetThrough order, long now) {
        if (slots.containsKey(order.id()) || gone.containsKey(order.id())) {
            return;
        }
        slots.put(order.id(), new Slot(order.ageMillis() < 0, now - order.ageMillis()));
        if (order.number() == NOBODY) {
            return;
        }
        Ticket ticket = room.era(era).ticket(order.number());
        ticket.spent = Math.min(ticket.spent + 1, OrderBatch.Order.CREDIT_MAX);
        ticket.done = true;
        if (order.ageMillis() >= 0) {
            room.ordered++;
        }
    }

    List<OrderVerdict> reserve(ReferenceRoom room, OrderBatch batch, long now) {
        slots.values().removeIf(slot -> slot.createdAtMillis() < now - MINUTE - 1 - GONE_FOR);
        gone.values().removeIf(at -> at < now - GONE_FOR);
        holds.values().removeIf(asked -> asked < now - HOLD_SILENT);
        List<OrderVerdict> verdicts = new ArrayList<>();
        long lease = batch.limits().leaseMillis();
        OrderBatch.OrderLimits limits = new OrderBatch.OrderLimits(
                shares.left(batch.limits().perMinute(), now, lease),
                shares.left(batch.limits().per5s(), now, lease),
                lease);
        for (OrderBatch.Order order : batch.orders()) {
            Ticket ticket = room.era(batch.era()).ticket(order.number());
            verdicts.add(decide(order, ticket, limits, now));
        }
        return verdicts;
    }

    private OrderVerdict decide(OrderBatch.Order order, Ticket ticket, OrderBatch.OrderLimits limits, long now) {
        Slot slot = slots.get(order.id());
        if (slot != null && slot.createdAtMillis() >= now - MINUTE) {
            return new OrderVerdict(OrderVerdict.Kind.RESERVED, 0, 0);
        }
        if (slot != null || gone.containsKey(order.id())) {
            return new OrderVerdict(OrderVerdict.Kind.NO_CREDIT, 0, 0);
        }
        if (order.number() != NOBODY && ticket.spent >= order.credit()) {
            holds.remove(order.id());
            return new OrderVerdict(OrderVerdict.Kind.NO_CREDIT, 0, 0);
        }
        List<String> line = new ArrayList<>(holds.keySet());
        int ahead = line.contains(order.id()) ? line.indexOf(order.id()) : line.size();
        long free = Math.min(limits.perMinute() - taken(MINUTE, now), limits.per5s() - taken(FIVE_SECONDS, now));
        if (currentLineage.equals(openLineage) && ahead < free) {
            holds.remove(order.id());
            slots.put(order.id(), new Slot(true, now + limits.leaseMillis()));
            if (order.number() != NOBODY) {
                ticket.spent++;
                ticket.done |= ticket.spent >= order.credit();
            }
            return new OrderVerdict(OrderVerdict.Kind.RESERVED, 0, 0);
        }
        holds.put(order.id(), now);
        if (!currentLineage.equals(openLineage)) {
            return new OrderVerdict(OrderVerdict.Kind.HELD, ahead, RETRY_UNSURE);
        }
        long opens = Math.max(
                opensIn(MINUTE, limits.perMinute() - ahead, now), opensIn(FIVE_SECONDS, limits.per5s() - ahead, now));
        boolean underWay = slots.values().stream().anyMatch(other -> other.createdAtMillis() > now);
        long retry = Math.max(1, Math.min(opens, underWay ? RETRY_UNSURE : RETRY_MAX));
        return new OrderVerdict(OrderVerdict.Kind.HELD, ahead, retry);
    }

    void settle(ReferenceRoom room, OrderResult result, long now) {
        Ticket ticket = room.era(result.era()).ticket(result.number());
        Slot slot = slots.get(result.id());
        boolean underWay = slot != null && slot.underWay() && slot.createdAtMillis() > now;
        boolean unknown = slot == null && !gone.containsKey(result.id());
        holds.remove(result.id());
        switch (result.kind()) {
            case NOT_CREATED -> {
                if (underWay) {
                    slots.remove(result.id());
                }
                if (underWay && result.number() != NOBODY) {
                    ticket.spent--;
                    ticket.done = ticket.ended;
                }
                if (underWay || unknown) {
                    gone.put(result.id(), now);
                }
            }
            case CREATED -> {
                if (underWay) {
                    create(room, result, now);
                }
            }
            case CREATED_APART -> {
                if (underWay || unknown) {
                    create(room, result, now);
                }
                if (unknown && result.number() != NOBODY) {
                    ticket.spent = Math.min(ticket.spent + 1, OrderBatch.Order.CREDIT_MAX);
                    ticket.done = true;
                }
            }
        }
    }

    private void create(ReferenceRoom room, OrderResult result, long now) {
        slots.put(result.id(), new Slot(false, now));
        if (result.number() != NOBODY) {
            room.countOrder(result.checkoutSeconds());
        }
    }

    private long taken(long window, long now) {
        return slots.values().stream()
                .filter(slot -> slot.createdAtMillis() >= now - window)
                .count();
    }

    /** In how long fewer than {@code places} slots of a window are taken, if nothing else happens. */
    private long opensIn(long window, long places, long now) {
        List<Long> ends = slots.values().stream()
                .map(Slot::createdAtMillis)
                .filter(at -> at >= now - window)
                .sorted()
                .toList();
        long excess = ends.size() - places;
        if (excess < 0) {
            return 0;
        }
        return excess < ends.size() ? ends.get((int) excess) + window + 1 - now : RETRY_MAX;
    }
}
