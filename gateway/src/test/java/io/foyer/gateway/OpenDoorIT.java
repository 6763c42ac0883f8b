package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop with {@code store-down: open} whose Redis is gone. */
class OpenDoorIT {
    private static final int ACTIVE = 6;

    /** When the share of the budget may be used, for a lease of 42 s. */
    private static final Duration USABLE = Duration.ofSeconds(4 + 42 + 60 + 3);

    /** Half of 60 a minute. */
    private static final Duration SPACING = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private final List<Buyer> inside = new ArrayList<>();
    private final List<Buyer> line = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(
                folder,
                "active-buyers: 1",
                "active-buyers: " + ACTIVE,
                "type: http",
                "type: http\n      timeouts: { connect: 1s, response: 1s }",
                "order-hold: 1s",
                "order-hold: 1s\n    store-down: open",
                "poll: { min: 1s, max: 10s }",
                "poll: { min: 1s, max: 1s }");
        gateway.shop()
                .stubFor(post(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(201)));
        while (inside.size() < ACTIVE) {
            Buyer buyer = gateway.buyer();
            await().until(() -> buyer.browse("/").status() == 200);
            inside.add(buyer);
        }
        for (int i = 0; i < 3; i++) {
            Buyer buyer = gateway.buyer();
            line.add(buyer);
            buyer.browse("/");
            await().until(() -> buyer.number() > 0);
        }
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void redisGone_theFirstInLineGoIn_thenNewcomers_andAllOrderOnceAndWithinTheBudget() throws Exception {
        Buyer newcomer = gateway.buyer();
        long last = line.get(2).number();
        gateway.stopRedis();
        await().until(() -> line.get(1).state().equals("paused"));
        assertThat(newcomer.browse("/").status()).as("the door is still shut").isEqualTo(503);
        line.get(0).state();

        gateway.advance(USABLE);
        assertThat(newcomer.browse("/").status()).as("others are first").isEqualTo(503);
        assertThat(line.get(1).browse("/").status()).as("one is first").isEqualTo(503);
        assertThat(line.get(0).state()).isEqualTo("called");
        assertThat(line.get(0).browse("/").status()).isEqualTo(200);
        assertThat(newcomer.browse("/").status()).as("one a spacing").isEqualTo(503);
        gateway.advance(SPACING);
        assertThat(line.get(1).browse("/").status()).isEqualTo(200);
        gateway.advance(SPACING);
        assertThat(newcomer.browse("/").status()).isEqualTo(200);
        assertThat(newcomer.call("/_foyer/status").json().path("state").asString())
                .isEqualTo("admitted");
        gateway.advance(SPACING);
        assertThat(gateway.buyer().browse("/").status())
                .as("the share of active buyers")
                .isEqualTo(503);
        assertThat(gateway.atShop("/").stream()
                        .filter(seen -> seen.containsHeader("Foyer-Room") && !seen.containsHeader("Foyer-Number")))
                .as("who was let in without the store has no number")
                .hasSize(3);

        ordersOnce(newcomer);
        gateway.startRedis();
        await().atMost(Duration.ofSeconds(40)).until(() -> line.get(2).state().equals("waiting"));
        assertThat(line.get(2).number()).as("the place of who waited").isEqualTo(last);
        assertThat(copyOf(newcomer).order().status())
                .as("the store knows the order")
                .isEqualTo(403);
        assertThat(newcomer.browse("/").status()).isEqualTo(200);
        await("those let in count as active")
                .untilAsserted(() ->
                        assertThat(gateway.ops("GET", "/v1/status")).contains("\"activeBuyers\":" + (ACTIVE + 2)));
    }

    private void ordersOnce(Buyer buyer) throws IOException {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            gateway.advance(SPACING);
            return buyer.order().status() == 201;
        });
        assertThat(copyOf(buyer).order().status()).as("on a copy of the pass").isEqualTo(403);
        assertThat(gateway.shop().findAll(postRequestedFor(anyUrl()))).hasSize(1);
    }

    private Buyer copyOf(Buyer buyer) {
        Buyer copy = gateway.buyer();
        copy.cookies().putAll(buyer.cookies());
        return copy;
    }
}
