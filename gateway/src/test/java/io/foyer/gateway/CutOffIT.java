package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway does not reach Redis, another does. */
class CutOffIT {
    private static final int BUDGET = 20;
    private static final int CREDIT = 15;

    /** A quarter of the budget: half, of two gateways. */
    private static final int SHARE = 5;

    private static final Duration USABLE = Duration.ofSeconds(4 + 42 + 60 + 3);
    private static final Duration SPACING = Duration.ofSeconds(60 / SHARE);
    private static final Pattern HEARD = Pattern.compile("(\\d{13}) \\d+\\r");
    private static final Pattern TIME = Pattern.compile("\\r\\n(\\d{10})\\r\\n");

    private static final String[] CONFIG = {
        "type: http", "type: http\n      timeouts: { connect: 1s, response: 1s }",
        "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1",
                "orders-per-minute: 20, orders-per-5s: 20, active-buyers: 2",
        "orders: 1", "orders: " + CREDIT,
        "poll: { min: 1s, max: 10s }", "poll: { min: 1s, max: 1s }",
        "127.0.0.1:REDIS", "127.0.0.1:LINK",
        "gw-1", "NODE"
    };

    @TempDir
    private Path folder;

    private RunningFoyer one;
    private RunningFoyer other;
    private Buyer inOne;
    private Buyer inOther;
    private Buyer waiting;

    @BeforeEach
    void start() throws Exception {
        one = new RunningFoyer(folder, config("gw-1"));
        other = one.alongside(config("gw-2"));
        one.shop()
                .stubFor(post(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(201)));
        inOne = enter(one);
        inOther = enter(other);
        waiting = one.buyer();
        waiting.browse("/");
        await().until(() -> waiting.number() > 0);
    }

    private static String[] config(String node) {
        String[] changes = CONFIG.clone();
        changes[changes.length - 1] = node;
        return changes;
    }

    private static Buyer enter(RunningFoyer gateway) {
        Buyer buyer = gateway.buyer();
        await().atMost(Duration.ofSeconds(30)).until(() -> buyer.browse("/").status() == 200);
        return buyer;
    }

    @AfterEach
    void stop() throws Exception {
        other.close();
        one.close();
    }

    @Test
    void oneCutOff_itsShareAndTheOthersOrders_stayWithinTheBudget_andWhoWaitsThereKeepsThePlace() throws Exception {
        long number = waiting.number();
        one.link().cut();
        await().until(() -> waiting.state().equals("paused"));
        await("the store counts it as silent").atMost(Duration.ofSeconds(20)).until(() -> silentMillis() > 4_500);
        Buyer elsewhere = other.buyer();
        elsewhere.cookies().putAll(waiting.cookies());
        assertThat(elsewhere.number()).as("at the other gateway").isEqualTo(number);
        one.advance(USABLE);

        int ordered = 0;
        while (inOther.order().status() == 201) {
            ordered++;
        }
        int apart = 0;
        for (int i = 0; i < SHARE; i++) {
            apart += inOne.order().status() == 201 ? 1 : 0;
            one.advance(SPACING);
        }
        assertThat(ordered).as("the budget without the share").isEqualTo(BUDGET - SHARE);
        assertThat(apart).as("on the share").isPositive();
        assertThat(one.shop().findAll(postRequestedFor(urlPathEqualTo("/orders"))))
                .hasSizeLessThanOrEqualTo(BUDGET);

        one.link().mend();
        assertThat(waiting.number()).isEqualTo(number);
        // The other has spent its credit, so there is room.
        await().atMost(Duration.ofSeconds(30)).until(() -> waiting.state().equals("called"));
        assertThat(waiting.browse("/").status()).isEqualTo(200);
    }

    @Test
    void leave_whileCutOff_letsTheNextInAfterwards() throws Exception {
        one.link().cut();
        await().until(() -> waiting.state().equals("paused"));
        inOne.send("POST", "/_foyer/leave", Buyer.JSON);
        one.link().mend();

        await().atMost(Duration.ofSeconds(30)).until(() -> waiting.browse("/").status() == 200);
    }

    private long silentMillis() throws IOException {
        long now = TIME.matcher(one.redis("TIME"))
                .results()
                .mapToLong(at -> Long.parseLong(at.group(1)) * 1_000)
                .findFirst()
                .orElseThrow();
        long heard = HEARD.matcher(one.redis("HVALS foyer:{arena}:shares"))
                .results()
                .mapToLong(at -> Long.parseLong(at.group(1)))
                .min()
                .orElseThrow();
        return now - heard;
    }
}
