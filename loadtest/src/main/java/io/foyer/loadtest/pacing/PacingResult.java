package io.foyer.loadtest.pacing;

import java.util.List;
import java.util.Locale;

/** Every setting over sockets and simulated. */
public record PacingResult(List<Row> rows) {
    public record Row(PacingSetting setting, Figures sockets, Figures simulated) {}

    public PacingResult {
        rows = List.copyOf(rows);
    }

    public String markdown() {
        StringBuilder out = new StringBuilder("""
                | orders/min, conversion, checkout | | used | held, median | 90 % | refused | in 60 s | in 5 s |
                |---|---|---:|---:|---:|---:|---:|---:|
                """);
        for (Row row : rows) {
            out.append(line(row.setting().toString(), "sockets", row.sockets()));
            out.append(line("", "simulated", row.simulated()));
        }
        return out.toString();
    }

    private static String line(String setting, String how, Figures figures) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f %% | %.1f s | %.1f s | %d | %d | %d |%n",
                setting,
                how,
                100 * figures.use(),
                figures.holdMedian(),
                figures.holdNinetieth(),
                figures.refused(),
                figures.in60s(),
                figures.in5s());
    }
}
