package io.foyer.loadtest.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs h2load on the load core, with the headers that {@link Wrk} sends. */
final class H2load {
    private static final Pattern REQUESTS =
            Pattern.compile("(\\d+) done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final Pattern STATUS = Pattern.compile("(\\d+) 4xx, (\\d+) 5xx");
    private static final int MICROS_FIELD = 2;

    private final Tools tools;

    H2load(Tools tools) {
        this.tools = tools;
    }

    /** @param cookies the value of the {@code Cookie} header */
    Counts run(String url, String cookies, Load load, Duration duration) {
        try {
            Path log = Files.createTempFile("h2load", ".log");
            try {
                String report = Tools.output(tools.onLoadCore(command(url, cookies, load, duration, log)));
                try (Stream<String> requests = Files.lines(log)) {
                    return parse(report, requests);
                }
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what h2load wrote cannot be read", e);
        }
    }

    private List<String> command(String url, String cookies, Load load, Duration duration, Path log) {
        List<String> command = new ArrayList<>(List.of(tools.h2load(), "-t1", "--log-file=" + log));
        command.add("-m" + load.streams());
        if (load.habit() == Load.Habit.NEW_TLS_CONNECTION_EACH) {
            long all = load.connections() * duration.toSeconds();
            command.addAll(List.of("-c" + all, "-n" + all, "-r" + load.connections()));
        } else {
            command.addAll(List.of("-c" + load.connections(), "-D" + duration.toSeconds()));
        }
        if (load.habit() == Load.Habit.FIXED_RATE) {
            command.addAll(List.of("--h1", "--rps=" + load.perSecond() / load.connections()));
        }
        for (String header : Wrk.BROWSER) {
            command.addAll(List.of("-H", header));
        }
        command.addAll(List.of("-H", "Cookie: " + cookies, url));
        return command;
    }

    /**
     * @param requests a line for each, its time in the third column
     * @throws IllegalStateException when this is not the report of an h2load that has finished
     */
    static Counts parse(String report, Stream<String> requests) {
        Matcher counted = REQUESTS.matcher(report);
        Matcher status = STATUS.matcher(report);
        double[] millis = requests.mapToDouble(H2load::millis).sorted().toArray();
        if (!counted.find() || !status.find() || millis.length == 0) {
            throw new IllegalStateException("h2load did not report:\n" + report);
        }
        return new Counts(
                Long.parseLong(counted.group(1)),
                Long.parseLong(counted.group(4)) + Long.parseLong(counted.group(5)),
                Long.parseLong(status.group(1)) + Long.parseLong(status.group(2)),
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)]);
    }

    private static double millis(String line) {
        return Long.parseLong(
                        Arrays.asList(line.split("\t", -1)).get(MICROS_FIELD).trim())
                / 1_000.0;
    }
}
