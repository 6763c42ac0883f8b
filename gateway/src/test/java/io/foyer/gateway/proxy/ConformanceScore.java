package io.foyer.gateway.proxy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** Counts by section what was refused that has to be, and what passed that has to pass. */
final class ConformanceScore {
    private final String title;
    private final Map<String, Count> sections = new LinkedHashMap<>();

    private static final class Count {
        int hostile;
        int refused;
        int good;
        int passed;
    }

    ConformanceScore(String title) {
        this.title = title;
    }

    /** The test of a row, which is counted when it is run. */
    Executable counted(ConformanceRow row, Executable test) {
        return () -> {
            Count count = sections.computeIfAbsent(row.section(), section -> new Count());
            count.hostile += row.isControl() ? 0 : 1;
            count.good += row.isControl() ? 1 : 0;
            test.execute();
            count.refused += row.isControl() ? 0 : 1;
            count.passed += row.isControl() ? 1 : 0;
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(title).append(": refused of hostile, passed of good\n");
        Count sum = new Count();
        sections.forEach((section, count) -> {
            line(text, section, count);
            sum.hostile += count.hostile;
            sum.refused += count.refused;
            sum.good += count.good;
            sum.passed += count.passed;
        });
        line(text, "all", sum);
        return text.toString();
    }

    private static void line(StringBuilder text, String section, Count count) {
        text.append("  %-32s %3d of %3d   %3d of %3d%n"
                .formatted(section, count.refused, count.hostile, count.passed, count.good));
    }
}
