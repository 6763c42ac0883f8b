package io.foyer.loadtest.compare;

import java.util.function.Supplier;

/**
 * One of those that take turns.
 *
 * @param cookies the value of the {@code Cookie} header, as it is when a round begins
 * @param compiles whether it has to be warm on the path at hand: a JVM compiles what it runs, and again when that changes
 */
record Candidate(String name, long pid, String url, Supplier<String> cookies, boolean compiles) {
    static Candidate of(String name, Neighbours.Server server, String url, Supplier<String> cookies) {
        return new Candidate(name, server.process().pid(), url, cookies, false);
    }
}
