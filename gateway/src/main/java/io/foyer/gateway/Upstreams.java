package io.foyer.gateway;

import io.foyer.admission.upstream.Upstream;
import io.foyer.admission.upstream.UpstreamProvider;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.config.UpstreamConfig;
import io.foyer.gateway.exchange.ShopUpstream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** The upstreams of all shops. One whose settings stay through a reload goes on with all it knows. Not thread-safe. */
final class Upstreams implements AutoCloseable {
    private final Map<String, UpstreamProvider> providers = new HashMap<>();
    private final Map<String, ShopUpstream> byShop = new HashMap<>();
    private final Set<Upstream> retired = new HashSet<>();

    Upstreams() {
        ServiceLoader.load(UpstreamProvider.class).forEach(provider -> providers.put(provider.type(), provider));
    }

    /** The upstream of a shop as configured. */
    ShopUpstream of(ShopConfig shop) {
        ShopUpstream known = byShop.get(shop.name());
        if (known != null && known.config().equals(shop.upstream())) {
            return known;
        }
        ShopUpstream made = new ShopUpstream(shop.name(), open(shop.name(), shop.upstream()), shop.upstream());
        if (known != null) {
            retired.add(known.upstream());
        }
        byShop.put(shop.name(), made);
        return made;
    }

    private Upstream open(String shop, UpstreamConfig config) {
        UpstreamProvider provider = providers.get(config.type());
        if (provider == null) {
            throw new IllegalArgumentException("shop " + shop + ": upstream.type: '" + config.type()
                    + "' (expected: one of " + providers.keySet() + ")");
        }
        return provider.open(shop, config.settings());
    }

    /** Closes what no shop of the config uses any more. Called once the config is in force. */
    void closeAllBut(List<ShopConfig> shops) {
        Set<String> names = new HashSet<>();
        shops.forEach(shop -> names.add(shop.name()));
        byShop.values().removeIf(upstream -> !names.contains(upstream.shop()) && retired.add(upstream.upstream()));
        retired.forEach(Upstream::close);
        retired.clear();
    }

    @Override
    public void close() {
        closeAllBut(List.of());
    }
}
