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
        List<ShopConfig> shops,
        DrainConfig drain,
        LogConfig log,
        TraceConfig trace,
        DnsConfig dns) {
    public FoyerConfig {
        listeners = List.copyOf(listeners);
        shops = List.copyOf(shops);
    }

    /** With the default drain, log, trace and dns. */
    public FoyerConfig(
            NodeConfig node,
            List<ListenerConfig> listeners,
            OpsConfig ops,
            StoreConfig store,
            SigningConfig signing,
            PageConfig page,
            List<ShopConfig> shops) {
        this(
                node,
                listeners,
                ops,
                store,
                signing,
                page,
                shops,
                DrainConfig.DEFAULT,
                LogConfig.DEFAULT,
                TraceConfig.DEFAULT,
                DnsConfig.DEFAULT);
    }
}
