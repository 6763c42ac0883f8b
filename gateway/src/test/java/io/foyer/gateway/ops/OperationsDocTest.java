package io.foyer.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.limits.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/operations.md says what the program does: every metric, limit, fault and bound is in its tables, and nothing else. */
class OperationsDocTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> LINES = lines();
    private static final Pattern BOUNDED =
            Pattern.compile("maximumSize\\(|(Array|Linked)BlockingQueue<>\\(|(WAITING|HELD|ROLL|ERAS)_MAX");

    private static List<String> lines() {
        try {
            return Files.readAllLines(ROOT.resolve("docs/operations.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void metric_everyOne_hasItsRow(Metric metric) {
        String type = metric.type() == Metric.Type.TIMER
                ? "histogram"
                : metric.type().name().toLowerCase(Locale.ROOT);
        String labels = metric.labels().isEmpty() ? "-" : String.join(", ", metric.labels());

        assertThat(LINES)
                .contains("| `%s` | %s | %s | %s |".formatted(metric.prometheusName(), type, labels, metric.help()));
    }

    @Test
    void metrics_namedAnywhere_exist() {
        List<String> known =
                Arrays.stream(Metric.values()).map(Metric::prometheusName).toList();
        List<String> named = Pattern.compile("foyer_[a-z0-9_]+")
                .matcher(String.join("\n", LINES))
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();

        assertThat(named).isSubsetOf(known);
    }

    @ParameterizedTest
    @EnumSource
    void limit_everyOne_hasItsRow(Limit limit) {
        String key = limit.key().startsWith("memory")
                ? limit.key()
                : Arrays.stream(limit.key().split(", "))
                        .map(one -> "`" + one + "`")
                        .collect(Collectors.joining(", "));

        assertThat(LINES).contains("| `%s` | %s | %s |".formatted(limit.label(), key, limit.behaviour()));
    }

    @ParameterizedTest
    @EnumSource
    void fault_everyOne_isInTheTableWithItsStatus(UpstreamFault fault) {
        assertThat(LINES)
                .anyMatch(line ->
                        line.startsWith("| " + fault.status() + " ") && line.contains("`" + Texts.lower(fault) + "`"));
    }

    @ParameterizedTest
    @EnumSource
    void decision_everyOne_isNamed(Decision decision) {
        assertThat(LINES)
                .anyMatch(
                        line -> line.startsWith("| `decision` |") && line.contains("`" + Texts.lower(decision) + "`"));
    }

    /** Who adds a queue or a cache says what happens when it is full, and which metric shows it. */
    @Test
    void bound_everyQueueAndCache_isInATable() throws IOException {
        for (String module : List.of("gateway", "redis-scripts", "admission-core")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                List<String> bounded = files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> BOUNDED.matcher(read(file)).find())
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .toList();
                for (String name : bounded) {
                    assertThat(LINES)
                            .as(name + " has a bound")
                            .anyMatch(line -> line.startsWith("|") && line.contains("`" + name + "`"));
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
