package io.foyer.loadtest.scale;

import java.time.Duration;
import java.util.List;

/**
 * @param places taken in all
 * @param connections newcomers at once; an even part of the places is taken with each
 * @param polls in all, by buyers of the last part in turns
 * @param reloads how often the rate is changed
 * @param downAfter how long a master may be silent before the sentinels replace it
 */
public record ScaleOptions(int places, List<Integer> connections, int polls, int reloads, Duration downAfter) {
    public ScaleOptions {
        connections = List.copyOf(connections);
        if (connections.isEmpty() || connections.stream().anyMatch(each -> each < 1)) {
            throw new IllegalArgumentException("--connections: " + connections + " (expected: each >= 1)");
        }
        require("--places", places, 100 * connections.size());
        require("--polls", polls, 100);
        require("--reloads", reloads, 1);
        require("--down-after", (int) downAfter.toMillis(), 100);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
