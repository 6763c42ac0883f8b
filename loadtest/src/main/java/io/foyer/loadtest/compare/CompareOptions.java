package io.foyer.loadtest.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the comparison is run.
 *
 * @param rounds turns of each candidate for each case
 * @param slice how long one turn takes
 * @param warmUp how long the gateway is loaded on the path at hand before a case counts
 * @param connections one case for each
 * @param only measures the cases whose name holds this, and nothing beside them; empty for everything
 * @param before the jar of another build, which takes turns as well
 */
public record CompareOptions(
        int rounds, Duration slice, Duration warmUp, List<Integer> connections, String only, Optional<Path> before) {
    public CompareOptions {
        connections = List.copyOf(connections);
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds: " + rounds + " (expected: >= 1)");
        }
        if (slice.toSeconds() < 1 || warmUp.toSeconds() < 1) {
            throw new IllegalArgumentException("--slice and --warm-up: expected at least 1s");
        }
        if (connections.isEmpty() || connections.stream().anyMatch(count -> count < 1 || count > 4_000)) {
            throw new IllegalArgumentException("--connections: " + connections + " (expected: 1 to 4000 each)");
        }
        if (before.isPresent() && !Files.isReadable(before.get())) {
            throw new IllegalArgumentException(
                    "--before: cannot read " + before.get() + " (expected: a foyer.jar or foyer-loadtest.jar)");
        }
    }

    /** Whether all cases are measured, and what is measured beside them. */
    boolean isWhole() {
        return only.isEmpty();
    }
}
