package io.foyer.loadtest.report;

import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as text for people and as JSON for programs. */
public final class ReportWriter {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportWriter() {}

    public static String json(Report report) {
        return JSON.writeValueAsString(report) + "\n";
    }

    public static String text(Report report) {
        StringBuilder out = new StringBuilder();
        report.broken().forEach(broken -> line(out, "BROKEN    %s", broken));
        if (report.allHeld()) {
            line(out, "All invariants held.");
        }
        line(out, "");
        line(out, "buyers    %d: %s", report.buyers(), report.outcomes());
        line(
                out,
                "line      %d inversions, %d duplicate numbers, %d overtaken joins, latest stale answer %d ms",
                report.inversions(),
                report.duplicateNumbers(),
                report.overtakenJoins(),
                report.latestStaleAnswerMillis());
        orders(out, report);
        line(out, "errors    %s", report.errors().isEmpty() ? "none" : report.errors());
        line(out, "");
        latencies(out, report);
        line(out, "");
        line(out, "%8s %9s %9s %9s", "from s", "arrived", "entered", "ordered");
        report.intervals()
                .forEach(i -> line(out, "%8d %9d %9d %9d", i.fromSeconds(), i.arrived(), i.entered(), i.ordered()));
        return out.toString();
    }

    private static void orders(StringBuilder out, Report report) {
        Report.Orders orders = report.orders();
        line(
                out,
                "orders    %d by the record of the %s, at most %d in 60 s and %d in 5 s; %d refused at checkout",
                orders.count(),
                orders.source(),
                orders.mostIn60s(),
                orders.mostIn5s(),
                report.refusedAtCheckout());
        Double use = report.budgetUse();
        if (use != null) {
            line(out, "budget    %.1f %% used while buyers waited", 100 * use);
        }
    }

    private static void latencies(StringBuilder out, Report report) {
        line(out, "%-8s %9s %10s %10s %10s %10s", "ms", "count", "p50", "p90", "p99", "max");
        report.latencies()
                .forEach((kind, latency) -> line(
                        out,
                        "%-8s %9d %10.1f %10.1f %10.1f %10.1f",
                        kind,
                        latency.count(),
                        latency.p50Millis(),
                        latency.p90Millis(),
                        latency.p99Millis(),
                        latency.maxMillis()));
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
