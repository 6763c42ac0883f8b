package io.foyer.loadtest.report;

import io.foyer.loadtest.crowd.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Arrivals, entries and orders in steps of ten seconds from the first arrival. */
final class Intervals {
    private static final long STEP_NANOS = 10_000_000_000L;
    private static final int STEP_SECONDS = 10;

    private final TreeMap<Long, int[]> counts = new TreeMap<>();
    private final long startNanos;

    private Intervals(long startNanos) {
        this.startNanos = startNanos;
    }

    static List<Report.Interval> of(List<Visit> visits) {
        long start = visits.stream().mapToLong(Visit::joinSentNanos).min().orElse(0);
        Intervals intervals = new Intervals(start);
        for (Visit visit : visits) {
            intervals.count(visit.joinSentNanos(), 0);
            Long entered = visit.enteredNanos();
            if (entered != null) {
                intervals.count(entered, 1);
            }
            visit.orderedNanos().forEach(ordered -> intervals.count(ordered, 2));
        }
        return intervals.rows();
    }

    private void count(long nanos, int column) {
        counts.computeIfAbsent((nanos - startNanos) / STEP_NANOS, step -> new int[3])[column]++;
    }

    private List<Report.Interval> rows() {
        List<Report.Interval> rows = new ArrayList<>();
        long last = counts.isEmpty() ? -1 : counts.lastKey();
        for (long step = 0; step <= last; step++) {
            int[] row = counts.getOrDefault(step, new int[3]);
            rows.add(new Report.Interval(step * STEP_SECONDS, row[0], row[1], row[2]));
        }
        return rows;
    }
}
