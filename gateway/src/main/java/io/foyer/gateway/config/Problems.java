package io.foyer.gateway.config;

import io.foyer.gateway.config.Problem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with one file so far, and where its keys and values stand. */
final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private final Map<String, Position> values = new HashMap<>();
    private final Map<String, Position> keys = new HashMap<>();

    Problems(Path file) {
        this.file = file;
    }

    /** Notes that the value at {@code path} came from the environment. */
    void markReplaced(String path) {
        replaced.add(path);
    }

    boolean isReplaced(String path) {
        return replaced.contains(path);
    }

    /** Both count from 1. */
    record Position(int line, int column) {
        static final Position START = new Position(1, 1);
    }

    void locateValue(String path, Position position) {
        values.put(path, position);
    }

    void locateKey(String path, Position position) {
        keys.put(path, position);
    }

    void error(String path, String message) {
        errorAt(positionOf(path), path, message);
    }

    void errorAtKey(String path, String message) {
        Position position = keys.get(path);
        errorAt(position != null ? position : positionOf(path), path, message);
    }

    void errorAt(Position position, String path, String message) {
        faulty.add(path);
        add(position, path, message, Severity.ERROR);
    }

    /** An error that leaves the value at {@code path} to be judged. */
    void duplicate(Position position, String path, String message) {
        add(position, path, message, Severity.ERROR);
    }

    void warning(String path, String message) {
        add(positionOf(path), path, message, Severity.WARNING);
    }

    /** Whether an error was found at just this path. What depends on its value need not be said as well. */
    boolean isFaulty(String path) {
        return faulty.contains(path);
    }

    boolean isFaultyWithin(String path) {
        return faulty.stream()
                .anyMatch(found -> found.equals(path) || found.startsWith(path + ".") || found.startsWith(path + "["));
    }

    boolean isLocated(String path) {
        return values.containsKey(path);
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /** An error at {@code path} that is not added to those found. */
    Problem problem(String path, String message) {
        Position position = positionOf(path);
        return new Problem(file, position.line(), position.column(), path, message, Severity.ERROR);
    }

    /** In the order of the file. */
    List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    private void add(Position position, String path, String message, Severity severity) {
        found.add(new Problem(file, position.line(), position.column(), path, message, severity));
    }

    /** The value, or for one that is absent the nearest key around it. */
    private Position positionOf(String path) {
        Position value = values.get(path);
        for (String around = path; value == null && !around.isEmpty(); ) {
            around = Paths.parent(around);
            value = keys.getOrDefault(around, values.get(around));
        }
        return value != null ? value : Position.START;
    }
}
