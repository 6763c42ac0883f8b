package io.foyer.gateway.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message and what has to become of it. The tables are files of {@code resources/conformance}: a line a row, columns
 * parted by {@code " | "}, bytes in {@link Notation}; {@code #} starts a section.
 *
 * @param want statuses, a reason in capitals where a rule was broken, and what becomes of connections
 * @param rule what it stands for: an RFC's section or an advisory
 * @param what in words
 * @param cells the other columns, which differ between requests and responses; empty ones at the end left out
 */
record ConformanceRow(String section, int line, String want, String rule, String what, List<String> cells) {
    static List<ConformanceRow> table(String file) {
        List<ConformanceRow> rows = new ArrayList<>();
        InputStream resource = ConformanceRow.class.getResourceAsStream("/conformance/" + file);
        if (resource == null) {
            throw new IllegalArgumentException("no table " + file);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            String section = file;
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.startsWith("# ")) {
                    section = line.substring(2).strip();
                } else if (!line.isBlank() && !line.startsWith("//")) {
                    rows.add(row(section, number, line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static ConformanceRow row(String section, int number, String line) {
        String[] columns = line.split(" \\|(?: |$)", -1);
        List<String> cells = new ArrayList<>();
        for (int i = 3; i < columns.length; i++) {
            cells.add(columns[i].strip());
        }
        if (cells.isEmpty()) {
            throw new IllegalArgumentException(section + ", line " + number + ": " + line);
        }
        return new ConformanceRow(
                section, number, columns[0].strip(), columns[1].strip(), columns[2].strip(), List.copyOf(cells));
    }

    /** A cell's bytes; empty when there is no such cell. */
    String bytes(int cell) {
        return Notation.bytes(cell(cell));
    }

    String cell(int cell) {
        return cell < cells.size() ? cells.get(cell) : "";
    }

    List<String> wanted() {
        return List.of(want.split(" +"));
    }

    /** The statuses that the buyer is to get, those of interim responses included. */
    List<Integer> statuses() {
        return wanted().stream()
                .filter(word -> word.matches("\\d{3}"))
                .map(Integer::valueOf)
                .toList();
    }

    /** Whether the message is good and has to pass: the tables must not be won by refusing everything. */
    boolean isControl() {
        return wanted().contains("reuse")
                || (!wanted().contains("cut") && statuses().stream().allMatch(status -> status < 400));
    }

    String name() {
        return section + ": " + what + " [" + rule + "]";
    }
}
