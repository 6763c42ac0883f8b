package io.foyer.loadtest.crowd;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What one event loop measured; touched by that loop only, until the crowd is over. */
final class Tally {
    private static final int DIGITS = 3;
    private static final int ERROR_KINDS_MAX = 100;

    private final int visitsMax;
    private final Map<RequestKind, Histogram> latenciesMicros = new EnumMap<>(RequestKind.class);
    private final Map<String, Long> errors = new TreeMap<>();
    private final List<Visit> visits = new ArrayList<>();

    Tally(int visitsMax) {
        this.visitsMax = visitsMax;
    }

    void latency(RequestKind kind, long nanos) {
        latenciesMicros.computeIfAbsent(kind, k -> new Histogram(DIGITS)).recordValue(Math.max(0, nanos / 1_000));
    }

    void forgetLatencies() {
        latenciesMicros.clear();
    }

    void error(String kind) {
        errors.merge(errors.size() < ERROR_KINDS_MAX ? kind : "other", 1L, Long::sum);
    }

    void visit(Visit visit) {
        if (visits.size() < visitsMax) {
            visits.add(visit);
        }
    }

    void addTo(Map<RequestKind, Histogram> histograms, Map<String, Long> errorCounts, List<Visit> allVisits) {
        latenciesMicros.forEach((kind, histogram) ->
                histograms.computeIfAbsent(kind, k -> new Histogram(DIGITS)).add(histogram));
        errors.forEach((kind, count) -> errorCounts.merge(kind, count, Long::sum));
        allVisits.addAll(visits);
    }
}
