package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.crawlers.NameServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verified crawler reads past the line and orders nothing; who only says so waits. */
class CrawlerIT {
    private static final String BOT = Buyer.HTML + "User-Agent: Mozilla/5.0 (compatible; SearchBot/2.1)\r\n";
    private static final String BUDGET = "active-buyers: 1 }";

    private final NameServer names = new NameServer();

    @TempDir
    private Path folder;

    private RunningFoyer gateway;

    @BeforeEach
    void start() throws Exception {
        String rules = """

                    bypass:
                      - { name: search, user-agent: searchbot, domains: [search.example] }\
                """;
        gateway = new RunningFoyer(
                folder,
                BUDGET,
                BUDGET + rules,
                "log: { access: false }",
                "log: { access: false }\ndns: { servers: [\"127.0.0.1:"
                        + names.place().getPort() + "\"] }");
        gateway.ops("POST", "/v1/rooms/arena/main/pause");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        names.close();
    }

    @Test
    void crawler_onceVerified_readsPastTheLineAndOrdersNothing() throws Exception {
        names.pointer("1.0.0.127.in-addr.arpa.", "crawl.search.example.").address("crawl.search.example.", "127.0.0.1");

        assertThat(gateway.buyer().send("GET", "/events", BOT).status())
                .as("waits while its name is looked up")
                .isEqualTo(503);
        await().until(() -> gateway.buyer().send("GET", "/events", BOT).status() == 200);
        assertThat(gateway.buyer().send("HEAD", "/events", BOT).status()).isEqualTo(200);
        assertThat(gateway.buyer().send("POST", "/events", BOT).status()).isEqualTo(503);
        assertThat(gateway.buyer().send("POST", "/orders", BOT).status()).isEqualTo(503);
        assertThat(gateway.buyer().browse("/events").status())
                .as("anybody else")
                .isEqualTo(503);
        assertThat(gateway.ops("GET", "/metrics")).contains("foyer_crawler_lookups_total{result=\"verified\"} 1.0");
    }

    @Test
    void impostor_waitsLikeAnyone() throws Exception {
        gateway.buyer().send("GET", "/events", BOT);

        await().until(() -> gateway.ops("GET", "/metrics").contains("foyer_crawler_lookups_total{result="));
        assertThat(gateway.buyer().send("GET", "/events", BOT).status()).isEqualTo(503);
        assertThat(gateway.atShop("/events")).isEmpty();
    }
}
