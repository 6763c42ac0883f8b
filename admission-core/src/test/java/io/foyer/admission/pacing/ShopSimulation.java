package io.foyer.admission.pacing;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.line.RoomSnapshot.Totals;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A shop with an endless line in virtual time: the store's grant budget, buyers who order after a while or never, and a gate with
 * exact windows of 60 s and 5 s that holds in order of arrival. Time goes in slices of 250 ms; counts reach the controller
 * once a second.
 */
final class ShopSimulation {
    static final RoomId ROOM = new RoomId("arena", "main");

    private static final long SLICE_MILLIS = 250;
    private static final long UPSTREAM_MILLIS = 50;

    private final Random random;
    private final ShopBudget budget;
    private double conversion;
    private final double checkoutSeconds;
    private final PacingController controller = new PacingController(SLICE_MILLIS);
    private final PriorityQueue<Long> checkouts = new PriorityQueue<>();
    private final Deque<Long> held = new ArrayDeque<>();
    private final Deque<Long> createdAt = new ArrayDeque<>();
    private final List<Long> created = new ArrayList<>();
    private final List<Long> holds = new ArrayList<>();
    private final Deque<Long> leavingAt = new ArrayDeque<>();
    private CallPlan plan = new CallPlan(0, 0, 0, SLICE_MILLIS);
    private Totals totals = new Totals(0, 0, 0, 0, 0);
    private ShopState shop = new ShopState(0, 0, 0, 1);
    private double tokens;
    private long nowMillis;
    private long called;
    private long ordered;
    private long heldMax;
    private long measuredFrom;
    private long orderedBefore;

    ShopSimulation(long seed, ShopBudget budget, double conversion, double checkoutSeconds) {
        this.random = new Random(seed);
        this.budget = budget;
        this.conversion = conversion;
        this.checkoutSeconds = checkoutSeconds;
    }

    void run(long seconds) {
        long end = nowMillis + seconds * 1_000;
        while (nowMillis < end) {
            nowMillis += SLICE_MILLIS;
            if (nowMillis % 1_000 == 0) {
                sync();
            }
            plan = controller
                    .plan(new PacingInput(
                            nowMillis * 1_000_000,
                            budget,
                            shop,
                            1,
                            List.of(new RoomLoad(ROOM, budget.ordersPerMinute(), totals, 1_000_000, false))))
                    .get(ROOM);
            call();
            order();
        }
    }

    private void sync() {
        while (!leavingAt.isEmpty() && leavingAt.peek() <= nowMillis) {
            leavingAt.poll();
        }
        totals = new Totals(called, called, ordered, 0, leavingAt.size());
        shop = new ShopState(createdWithin(60_000), createdWithin(5_000), held.size(), 1);
    }

    private void call() {
        tokens = Math.min(plan.burst(), tokens + plan.callsPerSecond() * SLICE_MILLIS / 1_000);
        long now = Math.min((long) tokens, plan.headroom());
        tokens -= now;
        called += now;
        for (long i = 0; i < now; i++) {
            if (random.nextDouble() < conversion) {
                checkouts.add(nowMillis + (long) (checkoutSeconds * (500 + random.nextInt(1_000))));
            }
            leavingAt.add(nowMillis + 60_000);
        }
    }

    private void order() {
        while (!checkouts.isEmpty() && checkouts.peek() <= nowMillis) {
            held.add(checkouts.poll());
        }
        while (!held.isEmpty()
                && createdWithin(60_000 + UPSTREAM_MILLIS) < budget.ordersPerMinute()
                && createdWithin(5_000 + UPSTREAM_MILLIS) < budget.ordersPer5s()) {
            holds.add(nowMillis - held.poll());
            createdAt.addLast(nowMillis);
            created.add(nowMillis);
            ordered++;
        }
        heldMax = Math.max(heldMax, held.size());
    }

    private long createdWithin(long millis) {
        while (!createdAt.isEmpty() && createdAt.peekFirst() <= nowMillis - 60_000 - UPSTREAM_MILLIS) {
            createdAt.pollFirst();
        }
        long count = 0;
        for (var it = createdAt.descendingIterator(); it.hasNext() && it.next() > nowMillis - millis; ) {
            count++;
        }
        return count;
    }

    /** Forgets what was measured, to measure from here on. */
    void measure() {
        holds.clear();
        heldMax = held.size();
        measuredFrom = nowMillis;
        orderedBefore = ordered;
    }

    /** Orders created, as a share of what the budget allows. */
    double use() {
        return (ordered - orderedBefore) / (budget.ordersPerMinute() * (nowMillis - measuredFrom) / 60_000.0);
    }

    double medianHoldSeconds() {
        return holdSeconds(0.5);
    }

    double holdSeconds(double quantile) {
        List<Long> sorted = new ArrayList<>(holds);
        Collections.sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.get((int) (quantile * (sorted.size() - 1))) / 1_000.0;
    }

    long heldMax() {
        return heldMax;
    }

    long createdWithinMax(long millis) {
        long max = 0;
        for (int from = 0, to = 0; to < created.size(); to++) {
            while (created.get(from) <= created.get(to) - millis) {
                from++;
            }
            max = Math.max(max, to - from + 1);
        }
        return max;
    }

    /** Buyers who were called and are still about; each stays a minute. */
    long active() {
        return leavingAt.stream().filter(at -> at > nowMillis).count();
    }

    void conversion(double other) {
        conversion = other;
    }

    PacingController controller() {
        return controller;
    }
}
