package io.foyer.loadtest.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this JVM: on {@link #close()}, on exit, on SIGTERM and on SIGINT. Output of both streams goes to
 * one log file. Safe for use by several threads; start and stop block.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Set<ChildProcess> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "end-child-processes"));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @throws UncheckedIOException when the program cannot be started */
    public static ChildProcess start(String name, List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ChildProcess child = new ChildProcess(name, process, log);
            LIVE.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not start: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** The end of the log, for messages about a process that did not do as hoped. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** SIGKILL: the process gets no chance to say goodbye. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
        LIVE.remove(this);
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** The exit status, once the process has ended by itself; fails when that takes longer than {@code patience}. */
    public int awaitStatus(Duration patience) {
        if (!awaitExit(patience)) {
            throw new IllegalStateException(
                    this + " has not ended after " + patience.toSeconds() + " s:\n" + logTail());
        }
        LIVE.remove(this);
        return process.exitValue();
    }

    /** SIGTERM, and SIGKILL if that has not helped in 8 s. Returns when the process is gone. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitExit(PATIENCE)) {
            process.destroyForcibly();
            awaitExit(PATIENCE);
        }
        LIVE.remove(this);
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return false;
        }
    }

    /** All are told to end before the first is waited for, so that the end takes as long as the slowest, not as their sum. */
    private static void endAll() {
        LIVE.forEach(child -> child.process.destroy());
        LIVE.forEach(ChildProcess::close);
    }

    @Override
    public String toString() {
        return name + " (process " + pid() + ")";
    }
}
