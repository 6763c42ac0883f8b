package io.foyer.admission.wait;

import java.util.ArrayDeque;
import java.util.Deque;

/** Notices what changes the waits of a room. What happened is told for {@link #TOLD_SECONDS}. */
final class Trend {
    private static final double STEP_SECONDS = 30;
    private static final int STEPS_BACK = 6;
    private static final double TOLD_SECONDS = 120;
    private static final double RETURNED_MIN = 5;
    private static final double RETURNED_PART = 0.05;

    private record Past(WaitOutlook outlook, long joined) {}

    /** Something that happens to all who have joined by then. */
    private record Event(WaitMove move, double atSeconds, long joined) {
        boolean isTold(double now) {
            return now - atSeconds < TOLD_SECONDS;
        }

        WaitNews news() {
            return new WaitNews(move, joined, WaitOutlook.UNKNOWN, WaitOutlook.UNKNOWN);
        }
    }

    private final Deque<Past> past = new ArrayDeque<>();
    private double steppedAt = Double.NEGATIVE_INFINITY;
    private Event stood = new Event(WaitMove.STOOD_STILL, Double.NEGATIVE_INFINITY, 0);
    private Event returned = new Event(WaitMove.OTHERS_RETURNED, Double.NEGATIVE_INFINITY, 0);
    private boolean hasCalled;
    private WaitEstimator.Observation last;
    private WaitNews news = WaitNews.NONE;

    Trend(WaitEstimator.Observation first) {
        last = first;
    }

    void record(double now, WaitEstimator.Observation seen, WaitOutlook outlook) {
        if (seen.release().settledPerSecond() <= 0) {
            // Before the first calls nothing has come to a stand: a gateway starts, or a sale.
            if (seen.waiting() > 0 && hasCalled) {
                stood = new Event(WaitMove.STOOD_STILL, now, seen.joined());
            }
            past.clear();
        } else {
            hasCalled |= seen.called() > 0;
            if (now - steppedAt >= STEP_SECONDS) {
                step(now, seen, outlook);
            }
        }
        news = newsAt(now, seen.waiting());
    }

    private void step(double now, WaitEstimator.Observation seen, WaitOutlook outlook) {
        steppedAt = now;
        // As many as joined and were not called, and yet more wait.
        double more = (double) seen.waiting()
                - last.waiting()
                - (seen.joined() - last.joined())
                + (seen.called() - last.called());
        if (more > Math.max(RETURNED_MIN, RETURNED_PART * seen.waiting()) && seen.called() >= last.called()) {
            returned = new Event(WaitMove.OTHERS_RETURNED, now, seen.joined());
        }
        last = seen;
        past.add(new Past(outlook, seen.joined()));
        if (past.size() > STEPS_BACK) {
            past.remove();
        }
    }

    WaitNews news() {
        return news;
    }

    private WaitNews newsAt(double now, long waiting) {
        if (stood.isTold(now)) {
            return stood.news();
        }
        if (returned.isTold(now)) {
            return returned.news();
        }
        if (past.size() < STEPS_BACK) {
            return WaitNews.NONE;
        }
        Past then = past.getFirst();
        return WaitNews.ofPace(then.joined(), then.outlook(), past.getLast().outlook(), waiting);
    }
}
