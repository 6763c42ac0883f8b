package io.foyer.gateway.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One fault of a config file.
 *
 * @param line from 1
 * @param column from 1
 * @param path the key, such as {@code shops[0].budget}; empty for the file as a whole
 */
public record Problem(Path file, int line, int column, String path, String message, Severity severity) {
    /** What would break a line of a log or a terminal. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public Problem {
        path = CONTROL.matcher(path).replaceAll("?");
        message = CONTROL.matcher(message).replaceAll("?");
    }

    /** Errors refuse the file, warnings do not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code FILE:LINE:COL: path: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (isError() ? "" : "warning: ")
                + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
