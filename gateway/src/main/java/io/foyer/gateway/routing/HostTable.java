package io.foyer.gateway.routing;

import io.foyer.gateway.config.ShopConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what serves a host. {@code *} stands for every host that is not named elsewhere.
 *
 * @param <T> what a host leads to
 */
public final class HostTable<T> {
    private static final String ANY = "*";

    private final Map<String, T> byHost = new HashMap<>();

    /** @throws IllegalArgumentException when two shops name the same host */
    public HostTable(List<ShopConfig> shops, Function<ShopConfig, T> entry) {
        for (ShopConfig shop : shops) {
            T value = entry.apply(shop);
            for (String host : shop.hosts()) {
                if (byHost.putIfAbsent(host, value) != null) {
                    throw new IllegalArgumentException("host '" + host + "' belongs to two shops");
                }
            }
        }
    }

    /** @param host lower case, without port; what {@code *} leads to when it is not named, null when there is none */
    public @Nullable T find(String host) {
        T named = byHost.get(host);
        return named != null ? named : byHost.get(ANY);
    }
}
