package io.foyer.gateway.ops;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Samples of one scrape, gathered by metric. */
final class Samples {
    private final Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);

    /** @param values of the metric's labels, in their order */
    void add(Metric metric, double value, String... values) {
        Labels labels = Labels.of(metric.labels().toArray(String[]::new), values);
        samples.computeIfAbsent(metric, m -> new ArrayList<>()).add(new Sample(value, labels));
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        samples.forEach((metric, list) -> all.metricSnapshot(snapshot(metric, list)));
        return all.build();
    }

    private static MetricSnapshot snapshot(Metric metric, List<Sample> samples) {
        if (metric.type() == Metric.Type.COUNTER) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(metric.baseName()).help(metric.help());
            samples.forEach(sample -> counter.dataPoint(CounterDataPointSnapshot.builder()
                    .value(sample.value())
                    .labels(sample.labels())
                    .build()));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.baseName()).help(metric.help());
        samples.forEach(sample -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(sample.value())
                .labels(sample.labels())
                .build()));
        return gauge.build();
    }

    private record Sample(double value, Labels labels) {}
}
