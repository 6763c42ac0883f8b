package io.foyer.loadtest.blackbox;

import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import io.foyer.loadtest.shop.Shop;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One Redis, one toy shop, and gateways in processes of their own that share both. */
final class Deployment implements AutoCloseable {
    private final WorkDir dir = WorkDir.create();
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final BundledRedis redis;
    private final Shop shop;

    private Deployment() {
        redis = BundledRedis.start(dir);
        shop = Shop.start(0);
    }

    static Deployment start(RoomRules rules, int gatewayCount) {
        Deployment deployment = new Deployment();
        try {
            for (int i = 1; i <= gatewayCount; i++) {
                deployment.gateways.add(GatewayProcess.start(deployment.config("gw-" + i, rules), deployment.dir));
            }
            return deployment;
        } catch (RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    private GatewayConfig config(String node, RoomRules rules) {
        return new GatewayConfig(
                node,
                FreePorts.next(),
                FreePorts.next(),
                redis.uri(),
                dir.resolve("signing-keys.json"),
                shop.url(),
                GatewayConfig.AccessLog.ON,
                rules);
    }

    GatewayProcess gateway(int index) {
        return gateways.get(index);
    }

    /** Starts the gateway again on the same ports, with the same config. */
    void restart(int index) {
        gateways.set(index, GatewayProcess.start(gateways.get(index).config(), dir));
    }

    List<URI> urls() {
        return gateways.stream().map(gateway -> URI.create(gateway.url())).toList();
    }

    Shop shop() {
        return shop;
    }

    @Override
    public void close() {
        gateways.forEach(GatewayProcess::close);
        shop.close();
        redis.close();
        dir.close();
    }
}
