package io.foyer.loadtest.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of a process, all its threads, ended ones included: proc(5), {@code /proc/PID/stat}, in ticks of 10 ms. */
public final class CpuClock {
    private static final int MICROS_PER_TICK = 10_000;
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;

    private CpuClock() {}

    public static long micros(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }

    /** The name of the program may hold blanks and brackets, so the fields are counted from the last closing bracket. */
    static long parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        return (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD])) * MICROS_PER_TICK;
    }
}
