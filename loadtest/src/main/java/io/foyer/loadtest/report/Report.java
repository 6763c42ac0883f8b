package io.foyer.loadtest.report;

import io.foyer.loadtest.crowd.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is reported of one crowd.
 *
 * @param broken the invariants that were broken, in words; empty when all held
 * @param latestStaleAnswerMillis the longest time that somebody was still told to wait after someone behind was let in
 * @param budgetUse mean share of the minute's budget used while buyers waited; null when unknown or too short to say
 */
public record Report(
        List<String> broken,
        int buyers,
        Map<Outcome, Long> outcomes,
        int inversions,
        long latestStaleAnswerMillis,
        long duplicateNumbers,
        long overtakenJoins,
        long refusedAtCheckout,
        Orders orders,
        @Nullable Double budgetUse,
        Map<String, Latency> latencies,
        Map<String, Long> errors,
        List<Interval> intervals) {

    public Report {
        broken = List.copyOf(broken);
        intervals = List.copyOf(intervals);
    }

    public boolean allHeld() {
        return broken.isEmpty();
    }

    /**
     * @param source who counted: the shop's own record, or what buyers were told
     * @param mostIn60s the most in any 60 s
     * @param mostIn5s the most in any 5 s
     */
    public record Orders(String source, int count, int mostIn60s, int mostIn5s) {}

    /** Latencies in milliseconds, from the time a request was meant to be sent. */
    public record Latency(long count, double p50Millis, double p90Millis, double p99Millis, double maxMillis) {}

    /** What happened in ten seconds, counted from the first arrival. */
    public record Interval(long fromSeconds, int arrived, int entered, int ordered) {}
}
