package io.foyer.loadtest.blackbox;

import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import io.foyer.loadtest.shop.Shop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /** Puts more into the config of a gateway's shop, in place of what was put there before; the gateway notices. */
    void configure(int index, String more) {
        String name = gateways.get(index).config().node() + ".yaml";
        String mark = "    # more\n";
        try {
            String before = Files.readString(dir.resolve(name)).split(mark, 2)[0];
            dir.write(name, before + mark + more.indent(4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** FLUSHALL, as by somebody who mistook this Redis for another. */
    void loseRedisData() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() != '+') {
                throw new IllegalStateException("Redis refused to forget");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
