package io.foyer.admission.wait;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast a room has called lately: the calls of the last {@link #WINDOW_SECONDS}, in samples at least a second apart. The
 * rate is drawn to the planned one as if {@link #PLAN_SECONDS} of it had been seen as well, so that it starts from the plan and
 * does not jump.
 */
final class CallRate {
    static final double WINDOW_SECONDS = 180;
    static final double PLAN_SECONDS = 20;

    private record Sample(double atSeconds, long called) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** A count that went down is that of another era: what was before says nothing about it. */
    void record(double nowSeconds, long called) {
        Sample last = samples.peekLast();
        if (last != null && (called < last.called || nowSeconds < last.atSeconds)) {
            samples.clear();
        } else if (last != null && nowSeconds - last.atSeconds < 1) {
            return;
        }
        samples.addLast(new Sample(nowSeconds, called));
        while (samples.getFirst().atSeconds < nowSeconds - WINDOW_SECONDS) {
            samples.removeFirst();
        }
    }

    /** Forgets the past: calls have stood still for a reason that is over, or there was nobody to call. */
    void clear() {
        samples.clear();
    }

    /** Calls per second. */
    double perSecond(double planned) {
        return (observedCalls() + planned * PLAN_SECONDS) / (observedSeconds() + PLAN_SECONDS);
    }

    double observedSeconds() {
        return samples.isEmpty() ? 0 : samples.getLast().atSeconds - samples.getFirst().atSeconds;
    }

    long observedCalls() {
        return samples.isEmpty() ? 0 : samples.getLast().called - samples.getFirst().called;
    }
}
