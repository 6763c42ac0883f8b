package io.foyer.admission.simulation;

import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * The order gate: exact windows of 60 s and 5 s. A slot is taken from the reservation until a window's length after the shop
 * has answered; what finds no slot is held in order of arrival.
 */
final class VirtualGate {
    private static final int MINUTE = 60 * Ticks.A_SECOND;
    private static final int FIVE_SECONDS = 5 * Ticks.A_SECOND;

    private record Held(int buyer, int sinceTick) {}

    private final ShopBudget budget;
    private final int holdTicks;
    private final Deque<Held> held = new ArrayDeque<>();
    private final IntList settled = new IntList();
    private final IntList holds = new IntList();
    private final IntList heldAt = new IntList();
    private int leftMinute;
    private int leftFiveSeconds;
    private int underWay;
    private int refused;

    VirtualGate(SaleSetting.Rules rules) {
        budget = rules.budget();
        holdTicks = Ticks.of(rules.orderHold());
    }

    void arrive(int buyer, int tick) {
        held.add(new Held(buyer, tick));
    }

    /** Forwards what has a slot, and refuses what was held too long. */
    void run(int tick, IntConsumer forward, IntConsumer refuse) {
        while (!held.isEmpty() && tick - held.element().sinceTick() > holdTicks) {
            refused++;
            refuse.accept(held.remove().buyer());
        }
        while (!held.isEmpty() && isFree(tick)) {
            Held first = held.remove();
            holds.add(tick - first.sinceTick());
            heldAt.add(tick);
            underWay++;
            forward.accept(first.buyer());
        }
    }

    void settle(int tick) {
        underWay--;
        settled.add(tick);
    }

    /** The shop created no order. */
    void giveBack() {
        underWay--;
    }

    private boolean isFree(int tick) {
        return lastMinute(tick) < budget.ordersPerMinute() && lastFiveSeconds(tick) < budget.ordersPer5s();
    }

    private int lastMinute(int tick) {
        while (leftMinute < settled.size() && settled.get(leftMinute) < tick - MINUTE) {
            leftMinute++;
        }
        return underWay + settled.size() - leftMinute;
    }

    private int lastFiveSeconds(int tick) {
        while (leftFiveSeconds < settled.size() && settled.get(leftFiveSeconds) < tick - FIVE_SECONDS) {
            leftFiveSeconds++;
        }
        return underWay + settled.size() - leftFiveSeconds;
    }

    ShopState state(int tick) {
        return new ShopState(lastMinute(tick), lastFiveSeconds(tick), held.size(), 1);
    }

    int created() {
        return settled.size();
    }

    int refused() {
        return refused;
    }

    int held() {
        return held.size();
    }

    boolean isIdle() {
        return held.isEmpty() && underWay == 0;
    }

    /** How long each forwarded order was held, in order of time. */
    int[] holdTicks() {
        return holds.toArray();
    }

    /** When each of {@link #holdTicks} was forwarded. */
    int[] forwardedTicks() {
        return heldAt.toArray();
    }
}
