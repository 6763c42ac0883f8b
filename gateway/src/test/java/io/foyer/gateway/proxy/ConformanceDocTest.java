package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables as a document for people. {@code -Dfoyer.write-docs=true} writes it; otherwise it has to be up to date. */
final class ConformanceDocTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
    private static final String TABLES = "\n<!-- The tables below are written by ConformanceDocTest. -->\n";

    @Test
    void document_listsEveryRow() throws IOException {
        String now = Files.readString(DOCUMENT);
        String made = now.substring(0, now.indexOf(TABLES) + TABLES.length()) + tables();
        if (Boolean.getBoolean("foyer.write-docs")) {
            Files.writeString(DOCUMENT, made);
        }
        assertThat(now)
                .as("docs/conformance.md; -Dfoyer.write-docs=true brings it up to date")
                .isEqualTo(made);
    }

    @Test
    void tables_haveRowsOfBothKinds() {
        List<ConformanceRow> requests = ConformanceRow.table("requests.txt");
        List<ConformanceRow> responses = ConformanceRow.table("responses.txt");

        assertThat(requests.stream().filter(ConformanceRow::isControl)).hasSizeGreaterThan(100);
        assertThat(responses.stream().filter(ConformanceRow::isControl)).hasSizeGreaterThan(50);
        assertThat(requests.size() + responses.size()).isGreaterThan(450);
    }

    @Test
    void http2Tables_haveRowsOfBothKinds() {
        List<Http2Tables.Row> rows = Http2Tables.sections().stream()
                .flatMap(section -> section.rows().stream())
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(120)
                .allMatch(row -> row.rule().matches("(RFC \\d+ [\\d.]+|CVE-\\d+-\\d+)"));
        assertThat(rows.stream().filter(row -> row.outcome().equals("forwarded")))
                .hasSizeGreaterThan(20);
    }

    private static String tables() {
        return chapter("What buyers send", "requests.txt")
                + chapter("What shops answer", "responses.txt")
                + Http2Tables.chapter();
    }

    private static String chapter(String title, String file) {
        StringBuilder text = new StringBuilder("\n## " + title + "\n");
        String section = "";
        for (ConformanceRow row : ConformanceRow.table(file)) {
            if (!row.section().equals(section)) {
                section = row.section();
                text.append("\n### ").append(section).append("\n| rule | message | outcome |\n| --- | --- | --- |\n");
            }
            text.append("| %s | %s | %s |\n".formatted(row.rule(), row.what(), outcome(row)));
        }
        return text.toString();
    }

    /** Runs of one status are told once. */
    private static String outcome(ConformanceRow row) {
        return row.want().replaceAll("\\b(\\d{3})( \\1)+\\b", "$1 ...");
    }
}
