package io.foyer.gateway.config;

/** @param access whether each request gets a line in the log */
public record LogConfig(boolean access) {
    static final LogConfig DEFAULT = new LogConfig(true);
}
