package io.foyer.gateway.limits;

import java.util.Locale;

/** A bound that clients can run into: where it is set, and what happens at it. A label of the metrics and of the docs. */
public enum Limit {
    CONNECTIONS("listeners[].limits.connections", "new connections are closed at once"),
    CONNECTIONS_PER_ADDRESS(
            "listeners[].limits.connections-per-address", "more connections from the address are closed at once"),
    REQUESTS_PER_ADDRESS(
            "listeners[].limits.requests-per-address",
            "requests without a pass from the address get 429 with Retry-After"),
    REQUESTS_PER_PASS(
            "shops[].session.requests-per-second", "requests on the pass get 429 with Retry-After; orders do not"),
    JOINS_PER_ADDRESS(
            "shops[].limits.joins-per-address", "newcomers from the address get the page now and a number later"),
    JOINS_PER_PREFIX(
            "shops[].limits.joins-per-prefix", "newcomers from the network get the page now and a number later"),
    HEADER_SIZE("listeners[].limits.header-size", "the request gets 431 and the connection is closed"),
    HEADER_TIMEOUT("listeners[].limits.header-timeout", "the request gets 408 and the connection is closed"),
    BODY_SIZE(
            "listeners[].limits.body-size, shops[].routes[].body-size",
            "the request gets 413 and the connection is closed"),
    BODY_RATE(
            "listeners[].limits.min-rate, listeners[].limits.body-timeout",
            "the request gets 408 and the connection is closed"),
    RESPONSE_RATE(
            "listeners[].limits.min-rate, listeners[].limits.body-timeout",
            "the connection of a client that takes its response too slowly is closed"),
    OVERLOAD_NEWCOMERS("memory use of 80 %", "newcomers get 503 with Retry-After in place of a number"),
    OVERLOAD_WAITING(
            "memory use of 88 %",
            "all without a pass get 503 with Retry-After and their connections are closed; places are kept"),
    OVERLOAD_CONNECTIONS("memory use of 95 %", "new connections are closed at once");

    private final String key;
    private final String behaviour;

    Limit(String key, String behaviour) {
        this.key = key;
        this.behaviour = behaviour;
    }

    /** What sets it: keys of the config, or what is measured. */
    public String key() {
        return key;
    }

    public String behaviour() {
        return behaviour;
    }

    /** As a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
