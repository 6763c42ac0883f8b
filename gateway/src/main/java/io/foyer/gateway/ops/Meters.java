package io.foyer.gateway.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The registry behind {@code /metrics}. Get a meter once, keep it, and record on it from any thread; getting one that exists
 * gives the same again. A name that is not in {@link Metric} cannot be registered.
 */
public final class Meters implements AutoCloseable {
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
                Duration.ofSeconds(1),
        Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** The registry itself holds them weakly, and would show their last value for ever. */
    private final Set<LongSupplier> counts = ConcurrentHashMap.newKeySet();

    private final JvmGcMetrics gc = new JvmGcMetrics();

    public Meters() {
        // promtool objects to how these two are named, and others say the same.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        gc.bindTo(registry);
        count(Metric.LOG_LINES_DROPPED, CountingAsyncAppender::dropped, "events");
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            gauge(Metric.DIRECT_MEMORY, () -> provider.metric().usedDirectMemory());
        }
    }

    /** Shows figures that are read at each scrape. Once only. */
    public void show(Supplier<GatewayFigures> figures) {
        registry.getPrometheusRegistry().register(new FiguresCollector(figures));
    }

    /** @param values of the metric's labels, in their order */
    public Counter counter(Metric metric, String... values) {
        require(metric, Metric.Type.COUNTER);
        return Counter.builder(metric.baseName())
                .description(metric.help())
                .tags(tags(metric, values))
                .register(registry);
    }

    /** A counter that is counted elsewhere. */
    public void count(Metric metric, LongSupplier count, String... values) {
        require(metric, Metric.Type.COUNTER);
        counts.add(count);
        FunctionCounter.builder(metric.baseName(), count, LongSupplier::getAsLong)
                .description(metric.help())
                .tags(tags(metric, values))
                .register(registry);
    }

    public Timer timer(Metric metric, String... values) {
        require(metric, Metric.Type.TIMER);
        return Timer.builder(metric.baseName())
                .description(metric.help())
                .serviceLevelObjectives(BUCKETS)
                .tags(tags(metric, values))
                .register(registry);
    }

    public void gauge(Metric metric, DoubleSupplier value, String... values) {
        require(metric, Metric.Type.GAUGE);
        Gauge.builder(metric.baseName(), value::getAsDouble)
                .description(metric.help())
                .tags(tags(metric, values))
                .strongReference(true)
                .register(registry);
    }

    /** Writes all meters; takes milliseconds, so not on an event loop. */
    void scrape(OutputStream out, String contentType) throws IOException {
        registry.scrape(out, contentType);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private static void require(Metric metric, Metric.Type type) {
        if (metric.type() != type) {
            throw new IllegalArgumentException(metric + " (expected: a " + type + ")");
        }
    }

    private static List<Tag> tags(Metric metric, String[] values) {
        if (values.length != metric.labels().size()) {
            throw new IllegalArgumentException(
                    metric + ": " + values.length + " values (expected: " + metric.labels() + ")");
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(metric.labels().get(i), values[i]));
        }
        return tags;
    }
}
