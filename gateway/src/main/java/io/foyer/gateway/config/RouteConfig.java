package io.foyer.gateway.config;

import java.util.List;

/**
 * @param path a pattern of canonical paths: {@code *} within a segment, {@code /**} for all below
 * @param methods empty for all
 * @param created statuses by which an order route tells that an order was created
 */
public record RouteConfig(String path, List<String> methods, Action action, List<Integer> created) {
    public RouteConfig {
        methods = List.copyOf(methods);
        created = List.copyOf(created);
    }

    public enum Action {
        PASS,
        QUEUE,
        ORDER
    }
}
