package io.foyer.admission.wait;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Why waits are told otherwise than some minutes ago, where they are: by a quarter or more, for a line as long as it is now. What
 * happened is told for {@link #TOLD_SECONDS}.
 */
final class Trend {
    private static final double STEP_SECONDS = 30;
    private static final int STEPS_BACK = 6;
    private static final double TOLD_SECONDS = 120;
    private static final double LONGER = 1.3;
    private static final double SHORTER = 0.75;
    private static final double RETURNED_MIN = 5;
    private static final double RETURNED_PART = 0.05;
    /** Shorter waits change all the time. */
    private static final long NOTABLE_SECONDS = 120;

    private final Deque<WaitOutlook> past = new ArrayDeque<>();
    private double steppedAt = Double.NEGATIVE_INFINITY;
    private double stoodAt = Double.NEGATIVE_INFINITY;
    private double returnedAt = Double.NEGATIVE_INFINITY;
    private WaitEstimator.Observation last;
    private WaitMove move = WaitMove.NONE;

    Trend(WaitEstimator.Observation first) {
        last = first;
    }

    void record(double now, WaitEstimator.Observation seen, WaitOutlook outlook) {
        if (seen.release().settledPerSecond() <= 0) {
            stoodAt = seen.waiting() > 0 ? now : stoodAt;
            past.clear();
        } else if (now - steppedAt >= STEP_SECONDS) {
            steppedAt = now;
            // As many as joined and were not called, and yet more wait.
            double returned = (double) seen.waiting()
                    - last.waiting()
                    - (seen.joined() - last.joined())
                    + (seen.called() - last.called());
            if (returned > Math.max(RETURNED_MIN, RETURNED_PART * seen.waiting()) && seen.called() >= last.called()) {
                returnedAt = now;
            }
            last = seen;
            past.add(outlook);
            if (past.size() > STEPS_BACK) {
                past.remove();
            }
        }
        move = moveAt(now, seen.waiting());
    }

    WaitMove move() {
        return move;
    }

    private WaitMove moveAt(double now, long waiting) {
        if (now - stoodAt < TOLD_SECONDS) {
            return WaitMove.STOOD_STILL;
        }
        if (now - returnedAt < TOLD_SECONDS) {
            return WaitMove.OTHERS_RETURNED;
        }
        if (past.size() < STEPS_BACK) {
            return WaitMove.NONE;
        }
        double then = likely(past.getFirst(), waiting);
        double lately = likely(past.getLast(), waiting);
        if (Math.max(then, lately) < NOTABLE_SECONDS) {
            return WaitMove.NONE;
        }
        if (lately > LONGER * then) {
            return WaitMove.SLOWER;
        }
        return lately < SHORTER * then ? WaitMove.FASTER : WaitMove.NONE;
    }

    private static double likely(WaitOutlook outlook, long ahead) {
        return outlook.estimate(ahead)
                .map(range -> (double) range.likelySeconds())
                .orElse(0.0);
    }
}
