package io.foyer.gateway.config;

import java.util.List;

/** The config file, read and valid, defaults filled in. */
public record FoyerConfig(
        NodeConfig node,
        List<ListenerConfig> listeners,
        OpsConfig ops,
        StoreConfig store,
        SigningConfig signing,
        PageConfig page,
        List<ShopConfig> shops) {
    public FoyerConfig {
        listeners = List.copyOf(listeners);
        shops = List.copyOf(shops);
    }
}
