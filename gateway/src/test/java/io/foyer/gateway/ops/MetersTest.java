package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {
    private static final Pattern NAME = Pattern.compile("foyer(_[a-z0-9]+)+");
    private static final Pattern NOT_A_BASE_UNIT = Pattern.compile(
            "_(ns|us|ms|nanoseconds|microseconds|milliseconds|minutes|hours|kb|mb|kilobytes|percent)(_|$)");
    private static final Set<String> LABELS = Set.of(
            "shop",
            "room",
            "decision",
            "status",
            "answered_by",
            "reason",
            "by",
            "listener",
            "zone",
            "server",
            "version",
            "node",
            "log",
            "limit",
            "phase",
            "state",
            "result",
            "memory",
            "cache",
            "kind");

    private final Meters meters = new Meters();

    @BeforeEach
    void registerEveryMeter() {
        meters.show(new FakeControl()::figures);
        String shown = scrape();
        for (Metric metric : Metric.values()) {
            if (shown.contains("# HELP " + metric.prometheusName() + " ")) {
                continue;
            }
            String[] values = metric.labels().stream().map(label -> "x").toArray(String[]::new);
            switch (metric.type()) {
                case COUNTER -> meters.counter(metric, values).increment();
                case GAUGE -> meters.gauge(metric, () -> 1, values);
                case TIMER -> meters.timer(metric, values).record(Duration.ofMillis(3));
            }
        }
    }

    @AfterEach
    void close() {
        meters.close();
    }

    @ParameterizedTest
    @EnumSource
    void metric_everyOne_hasHelpUnitSuffixAndFewLabels(Metric metric) {
        assertThat(metric.prometheusName()).matches(NAME);
        assertThat(metric.help()).endsWith(".").hasSizeGreaterThan(15);
        assertThat(metric.labels()).isSubsetOf(LABELS).hasSizeLessThanOrEqualTo(3);
        assertThat(metric.prometheusName().endsWith("_total"))
                .as("counters, and only they, end in _total")
                .isEqualTo(metric.type() == Metric.Type.COUNTER);
        if (metric.type() == Metric.Type.TIMER) {
            assertThat(metric.prometheusName()).endsWith("_seconds");
        }
    }

    @ParameterizedTest
    @EnumSource
    void scrape_everyMetric_isThereUnderItsNameWithItsHelpAndType(Metric metric) {
        String type = metric.type() == Metric.Type.TIMER
                ? "histogram"
                : metric.type().name().toLowerCase(java.util.Locale.ROOT);

        assertThat(scrape().lines())
                .contains(
                        "# HELP " + metric.prometheusName() + " " + metric.help(),
                        "# TYPE " + metric.prometheusName() + " " + type);
    }

    @Test
    void scrape_jvmAndProcess_areThere() {
        assertThat(scrape())
                .contains("jvm_memory_used_bytes", "process_start_time_seconds", "jvm_threads_live_threads");
    }

    /** What promtool's linter asks for, so that it is asked for where there is no promtool. */
    @Test
    void scrape_everyFamily_isNamedAsPrometheusWants() {
        Map<String, String> types = scrape().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
        String text = scrape();

        assertThat(types).hasSizeGreaterThan(Metric.values().length);
        types.forEach((name, type) -> {
            assertThat(text).as("help of " + name).contains("# HELP " + name + " ");
            assertThat(name).matches("[a-z][a-z0-9_]*").doesNotContainPattern(NOT_A_BASE_UNIT);
            assertThat(name.endsWith("_total")).as(name + " is a " + type).isEqualTo(type.equals("counter"));
            assertThat(name).doesNotEndWith("_count").doesNotEndWith("_sum").doesNotEndWith("_bucket");
            assertThat(name).doesNotEndWith("_" + type);
        });
    }

    @Test
    void scrape_promtool_findsNothingToSay(@TempDir Path folder) throws Exception {
        String promtool = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(dir -> Path.of(dir, "promtool"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeTrue(!promtool.isEmpty(), "promtool is not installed; the test above holds most of its rules");
        Path metrics = Files.writeString(folder.resolve("metrics.txt"), scrape());

        Process check = new ProcessBuilder(promtool, "check", "metrics")
                .redirectInput(metrics.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(check.getInputStream().readAllBytes(), UTF_8);

        assertThat(check.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("foyer_")).toList())
                .isEmpty();
    }

    @Test
    void count_afterACollection_isStillCounted() {
        long[] now = {1};
        meters.count(Metric.LIMITS_REACHED, () -> now[0], "kept");
        System.gc();
        now[0] = 7;

        assertThat(scrape()).contains("foyer_limits_reached_total{limit=\"kept\"} 7.0");
    }

    @Test
    void counter_sameLabels_isTheSameMeter() {
        assertThat(meters.counter(Metric.SENT, "arena")).isSameAs(meters.counter(Metric.SENT, "arena"));
    }

    @Test
    void counter_wrongTypeOrLabels_isRefused() {
        assertThatThrownBy(() -> meters.counter(Metric.STORE_UP)).hasMessageContaining("expected: a COUNTER");
        assertThatThrownBy(() -> meters.counter(Metric.SENT)).hasMessageContaining("expected: [shop]");
    }

    private String scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            meters.scrape(out, Meters.TEXT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(UTF_8);
    }
}
