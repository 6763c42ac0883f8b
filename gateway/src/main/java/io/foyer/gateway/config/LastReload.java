package io.foyer.gateway.config;

import java.time.Instant;
import java.util.List;

/**
 * How the latest try to put a config in force went; the first is the start.
 *
 * @param problems errors and warnings of that try
 * @param changes what it changed, a line a key; empty when it failed
 * @param hash of the config in force after it
 */
public record LastReload(Instant at, boolean ok, List<Problem> problems, List<String> changes, String hash) {
    public LastReload {
        problems = List.copyOf(problems);
        changes = List.copyOf(changes);
    }
}
