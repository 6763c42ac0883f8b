package io.foyer.gateway.config;

import java.util.List;
import java.util.OptionalLong;

/**
 * @param path a pattern of canonical paths: {@code *} within a segment, {@code /**} for all below
 * @param methods empty for all
 * @param created statuses by which an order route tells that an order was created
 * @param bodySizeBytes of a request, when less than the listener takes; larger is 413
 * @param upgrade protocols, in lower case, that a connection may change to
 */
public record RouteConfig(
        String path,
        List<String> methods,
        Action action,
        List<Integer> created,
        OptionalLong bodySizeBytes,
        List<String> upgrade) {
    public RouteConfig {
        methods = List.copyOf(methods);
        created = List.copyOf(created);
        upgrade = List.copyOf(upgrade);
    }

    /** With no limit of its own for bodies, and without upgrades. */
    public RouteConfig(String path, List<String> methods, Action action, List<Integer> created) {
        this(path, methods, action, created, OptionalLong.empty(), List.of());
    }

    public enum Action {
        PASS,
        QUEUE,
        ORDER
    }
}
