package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.GatewayConfig;
import io.foyer.loadtest.process.GatewayProcess;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import io.foyer.loadtest.shop.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The product's jar is replaced by the next one again and again, and nobody notices. */
final class TakeoverIT {
    private static final GatewayProcess.Launch PRODUCT =
            new GatewayProcess.Launch(List.of(), List.of("-Xmx512m"), List.of("-jar", "../gateway/target/foyer.jar"));
    private static final int RESTARTS = 5;
    private static final int CLIENTS_OF_A_KIND = 3;

    private final int port = FreePorts.next();

    @Test
    void restarts_underLoad_failNoRequest() throws InterruptedException {
        try (WorkDir dir = WorkDir.create();
                BundledRedis redis = BundledRedis.start(dir);
                Shop shop = Shop.start(0)) {
            GatewayProcess current = GatewayProcess.start(config(0, dir, redis, shop), dir, PRODUCT);
            List<SteadyClient> clients = startClients();
            try {
                for (int i = 1; i <= RESTARTS; i++) {
                    GatewayProcess next = GatewayProcess.start(config(i, dir, redis, shop), dir, PRODUCT);
                    current.process().terminate();
                    assertThat(current.process().awaitStatus(Duration.ofSeconds(20)))
                            .as(current.process().logTail())
                            .isZero();
                    current = next;
                }
            } finally {
                clients.forEach(SteadyClient::stop);
                current.close();
            }
            for (SteadyClient client : clients) {
                assertThat(client.failures()).isEmpty();
                assertThat(client.answered()).isGreaterThan(RESTARTS * 10);
            }
        }
    }

    private List<SteadyClient> startClients() {
        List<SteadyClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
            clients.add(SteadyClient.start(port, SteadyClient.Habit.NEW_CONNECTIONS));
            clients.add(SteadyClient.start(port, SteadyClient.Habit.KEPT_CONNECTION));
        }
        return clients;
    }

    private GatewayConfig config(int generation, WorkDir dir, BundledRedis redis, Shop shop) {
        return new GatewayConfig(
                "gw-" + generation,
                port,
                GatewayConfig.Sharing.TAKEOVER,
                Optional.empty(),
                FreePorts.next(),
                redis.uri(),
                dir.resolve("signing-keys.json"),
                shop.url(),
                GatewayConfig.AccessLog.OFF,
                RoomRules.withBudget(600));
    }
}
