package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.Buyer.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who skips the line by a rule goes on though others wait, but orders no more than the budget has. */
class BypassIT {
    private static final String SECRET = "X-Box-Office: a-long-enough-word\r\n";
    private static final String BUDGET = "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1 }";
    private static final String RULES = """

                bypass:
                  - { name: box-office, header: X-Box-Office, value: a-long-enough-word }
                  - { name: app, cookie: app, value: another-long-enough-word }
                  - { name: office, addresses: [192.0.2.0/24], header: X-Office, value: a-long-enough-word }\
            """;

    @TempDir
    private Path folder;

    private RunningFoyer gateway;

    @BeforeEach
    void startFull() throws Exception {
        gateway = new RunningFoyer(folder, BUDGET, BUDGET + RULES);
        gateway.shop().stubFor(post(urlEqualTo("/orders")).willReturn(status(201)));
        Buyer first = gateway.buyer();
        await().until(() -> first.browse("/").status() == 200);
        assertThat(gateway.buyer().browse("/").status()).as("the shop is full").isEqualTo(503);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void secret_inHeaderOrCookie_skipsTheLine() throws Exception {
        Buyer office = gateway.buyer();
        assertThat(office.send("GET", "/events", Buyer.HTML + SECRET).status()).isEqualTo(200);
        assertThat(office.cookies()).as("no ticket, no pass").isEmpty();
        Buyer app = gateway.buyer();
        app.cookies().put("app", "another-long-enough-word");
        assertThat(app.browse("/events").status()).isEqualTo(200);
        assertThat(gateway.atShop("/events")).hasSize(2);
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_requests_total{decision=\"bypass\",shop=\"arena\",status=\"2xx\"} 2");
    }

    @Test
    void wrongSecret_orElsewhere_waits() throws Exception {
        for (String line : new String[] {
            "X-Box-Office: a-long-enough-wor\r\n",
            "X-Box-Office: a-long-enough-word-\r\n",
            "X-Box-Office: \r\n",
            "X-Office: a-long-enough-word\r\n",
            "Cookie: app=a-long-enough-word\r\n"
        }) {
            assertThat(gateway.buyer().send("GET", "/events", Buyer.HTML + line).status())
                    .as(line)
                    .isEqualTo(503);
        }
        assertThat(gateway.atShop("/events")).isEmpty();
    }

    @Test
    void orders_countInTheBudget_andWaitForIt() throws Exception {
        gateway.write(BUDGET, BUDGET.replace("60", "2").replace("20", "2") + RULES);
        await().until(() -> gateway.foyer().config().shops().get(0).budget().ordersPerMinute() == 2);

        for (int i = 0; i < 2; i++) {
            assertThat(order().status()).isEqualTo(201);
        }
        Reply refused = order();
        assertThat(refused.status()).as("held for order-hold, in vain").isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(gateway.atShop("/orders")).hasSize(2);
    }

    private Reply order() throws Exception {
        return gateway.buyer().send("POST", "/orders", Buyer.JSON + SECRET);
    }
}
