package io.foyer.loadtest.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The benchmark's cases, as a table for people and as JSON for programs.
 *
 * @param beside what was measured beside them; empty when only some cases were
 */
public record CompareResult(List<CaseResult> cases, Optional<Beside> beside) {
    /** What a gateway takes for newcomers, and beside CPU. */
    public record Beside(JoinRate joins, Footprint footprint) {}

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String NOTE =
            "CPU is user and system time of the proxy's process per request; the ratio is the median of the rounds' ratios.";

    public String text() {
        return table("%-32s %-8s %8s %15s %8s %9s %8s %8s%n", "%-32s %-8s %8.1f %15s %8.2f %9.0f %8.2f %8.2f%n", "");
    }

    public String markdown() {
        return table(
                "| %s | %s | %s | %s | %s | %s | %s | %s |%n",
                "| %s | %s | %.1f | %s | %.2f | %.0f | %.2f | %.2f |%n", "|---|---|---|---|---|---|---|---|\n");
    }

    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("rows", rows(Function.identity()));
        beside.ifPresent(more -> {
            all.put("joins", more.joins());
            all.put("footprint", more.footprint());
        });
        return JSON.writeValueAsString(all) + "\n";
    }

    private String table(String header, String line, String rule) {
        String head = String.format(
                Locale.ROOT, header, "case", "proxy", "CPU us", "least-most", "x nginx", "req/s", "p50 ms", "p99 ms");
        return head + rule + String.join("", rows(row -> format(line, row))) + "\n"
                + beside.map(more -> joinLine(more.joins()) + footprintLine(more.footprint()) + "\n")
                        .orElse("")
                + NOTE + "\n";
    }

    private <T> List<T> rows(Function<CaseResult.Row, T> as) {
        return cases.stream().flatMap(each -> each.rows().stream()).map(as).collect(Collectors.toList());
    }

    private static String format(String line, CaseResult.Row row) {
        return String.format(
                Locale.ROOT,
                line,
                row.name(),
                row.candidate(),
                row.cpuMicros(),
                String.format(Locale.ROOT, "%.1f-%.1f", row.cpuMicrosLeast(), row.cpuMicrosMost()),
                row.ratio(),
                row.requestsPerSecond(),
                row.p50Millis(),
                row.p99Millis());
    }

    private static String footprintLine(Footprint footprint) {
        return String.format(
                Locale.ROOT,
                "gateway: ready %d ms after its start; %.0f bytes allocated by an admitted request; %d bytes of live heap for an idle connection%n",
                footprint.startMillis(),
                footprint.bytesPerRequest(),
                footprint.idleBytesPerConnection());
    }

    private static String joinLine(JoinRate joins) {
        return String.format(
                Locale.ROOT,
                "joins: %.0f a second; %.1f us of Redis and %.1f us of the gateway each%n",
                joins.joinsPerSecond(),
                joins.redisMicrosPerJoin(),
                joins.gatewayMicrosPerJoin());
    }
}
