package io.foyer.loadtest.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The rounds of one case; the first candidate is the one that the others are divided by.
 *
 * @param samples by candidate, in the order of the rounds
 */
public record CaseResult(String name, Map<String, List<Sample>> samples) {

    /** A line of the table. All CPU times in microseconds of the candidate's process per request. */
    public record Row(
            String name,
            String candidate,
            double cpuMicros,
            double cpuMicrosLeast,
            double cpuMicrosMost,
            double ratio,
            double requestsPerSecond,
            double p50Millis,
            double p99Millis) {}

    List<Row> rows() {
        List<Sample> reference = samples.values().iterator().next();
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, List<Sample>> entry : new LinkedHashMap<>(samples).entrySet()) {
            List<Sample> own = entry.getValue();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < own.size(); round++) {
                ratios.add(own.get(round).cpuMicrosPerRequest()
                        / reference.get(round).cpuMicrosPerRequest());
            }
            rows.add(new Row(
                    name,
                    entry.getKey(),
                    median(own, Sample::cpuMicrosPerRequest),
                    cpu(own).min().orElseThrow(),
                    cpu(own).max().orElseThrow(),
                    median(ratios, Double::doubleValue),
                    median(own, Sample::requestsPerSecond),
                    median(own, Sample::p50Millis),
                    median(own, Sample::p99Millis)));
        }
        return rows;
    }

    private static DoubleStream cpu(List<Sample> own) {
        return own.stream().mapToDouble(Sample::cpuMicrosPerRequest);
    }

    /** The middle value, or the mean of the two in the middle. */
    static <T> double median(List<T> items, ToDoubleFunction<T> value) {
        double[] sorted = items.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
