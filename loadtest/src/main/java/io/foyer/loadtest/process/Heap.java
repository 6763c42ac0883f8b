package io.foyer.loadtest.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The heap of a JVM with the serial collector and a fixed size, as {@code jstat -gc} shows it.
 *
 * @param usedBytes by objects, dead ones included
 * @param allocatedBytes since it started: young collections times the size of Eden, and what is in Eden now
 */
public record Heap(long usedBytes, long allocatedBytes) {
    private static final double KIB = 1_024;

    public static Heap of(long pid) {
        return parse(output(tool("jstat"), "-gc", Long.toString(pid)));
    }

    /** Collects all garbage first. */
    public static Heap ofLive(long pid) {
        output(tool("jcmd"), Long.toString(pid), "GC.run");
        return of(pid);
    }

    /** @throws IllegalStateException when this is not what jstat writes */
    static Heap parse(String report) {
        String[] lines = report.split("\\R", -1);
        String[] names = lines[0].trim().split("\\s+", -1);
        String[] values = lines.length < 2 ? new String[0] : lines[1].trim().split("\\s+", -1);
        if (names.length != values.length) {
            throw new IllegalStateException("jstat did not report:\n" + report);
        }
        Map<String, String> columns = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            columns.put(names[i], values[i]);
        }
        double eden = number(columns, "EU");
        double used = eden + number(columns, "S0U") + number(columns, "S1U") + number(columns, "OU");
        double allocated = number(columns, "YGC") * number(columns, "EC") + eden;
        return new Heap((long) (KIB * used), (long) (KIB * allocated));
    }

    private static double number(Map<String, String> columns, String name) {
        return Double.parseDouble(columns.getOrDefault(name, ""));
    }

    /** What a program says, its complaints included; {@link #parse} shows them to whoever reads. */
    private static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(command[0] + " does not start; it comes with a JDK", e);
        }
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
