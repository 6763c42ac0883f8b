package io.foyer.admission.simulation;

import io.foyer.admission.line.CallPlan;
import java.util.function.IntConsumer;

/**
 * The line's rules, as the store's scripts keep them: numbers in order of arrival, a grant budget that refills by the plan, a
 * serving position that passes over those who are absent, and presence in three generations of half {@code absent-after} each.
 * Buyers who come back after their call are not simulated.
 */
final class VirtualLine {
    private static final int TURNS_KEPT = 2;

    private final int numbers;
    private Waiters waiters;
    private int[] presentIn;
    private final int halfAbsentTicks;
    private final SaleSetting.Attention attention;
    private int turn;
    private int tail;
    private int serving;
    private int called;
    private double tokens;
    private long headroom;
    private boolean paused;

    VirtualLine(SaleSetting.Rules rules, SaleSetting.Crowd crowd) {
        numbers = crowd.buyers();
        waiters = new Waiters(numbers);
        presentIn = new int[numbers + 1];
        halfAbsentTicks = Math.max(1, Ticks.of(rules.terms().absentAfter()) / 2);
        attention = crowd.attention();
    }

    void pause(boolean now) {
        paused = now;
    }

    /** Nobody was called yet: from now on number i stands at {@code places[i]}, who is absent included. */
    void rearrange(int[] places) {
        Waiters drawn = new Waiters(numbers);
        int[] drawnPresence = new int[numbers + 1];
        for (int number = 1; number <= tail; number++) {
            drawnPresence[places[number]] = presentIn[number];
            if (waiters.contains(number)) {
                drawn.add(places[number]);
            }
        }
        waiters = drawn;
        presentIn = drawnPresence;
    }

    /** Gives the next numbers; the lowest of them, as many as are returned, go in at once. */
    int join(int count) {
        int first = tail + 1;
        int entering = serving == tail && !paused ? (int) Math.min(count, allowed()) : 0;
        tail += count;
        for (int number = first; number < first + entering; number++) {
            pay();
            serving = number;
        }
        for (int number = first + entering; number <= tail; number++) {
            hear(number);
        }
        return entering;
    }

    void hear(int number) {
        presentIn[number] = turn;
        waiters.add(number);
    }

    /** Those who were not heard from for two turns are absent from now on. */
    void growOlder(int tick) {
        int now = tick / halfAbsentTicks;
        if (now == turn || attention == SaleSetting.Attention.ALWAYS) {
            return;
        }
        turn = now;
        for (int number = serving + 1; number <= tail; number++) {
            if (turn - presentIn[number] > TURNS_KEPT) {
                waiters.remove(number);
            }
        }
    }

    /** Calls by the plan. */
    void callNext(CallPlan plan, IntConsumer onCalled) {
        tokens = Math.min(plan.burst(), tokens + plan.callsPerSecond() * plan.sliceMillis() / 1_000.0);
        headroom = plan.headroom().left(called);
        if (paused) {
            return;
        }
        long limit = allowed();
        while (limit > 0 && serving < tail) {
            serving++;
            if (waiters.contains(serving)) {
                limit--;
                pay();
                waiters.remove(serving);
                onCalled.accept(serving);
            }
        }
    }

    private long allowed() {
        return Math.max(0, Math.min((long) Math.floor(tokens), headroom));
    }

    private void pay() {
        tokens--;
        headroom--;
        called++;
    }

    int tail() {
        return tail;
    }

    int called() {
        return called;
    }

    /** Present buyers who wait. */
    int waiting() {
        return waiters.size();
    }

    int ahead(int number) {
        return waiters.ahead(number);
    }
}
