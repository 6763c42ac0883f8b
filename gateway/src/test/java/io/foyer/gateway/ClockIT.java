package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway's clock is set by an hour, or its process stood still. */
class ClockIT {
    /** Longer than a lease of 42 s, and than anything that one gateway waits for of another. */
    private static final Duration STANDSTILL = Duration.ofSeconds(50);

    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private Buyer inside;
    private Buyer second;
    private Buyer waiting;
    private long number;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(
                folder,
                "type: http",
                "type: http\n      timeouts: { connect: 1s, response: 1s }",
                "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1",
                "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 2");
        gateway.shop()
                .stubFor(post(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(201)));
        inside = enter();
        second = enter();
        waiting = gateway.buyer();
        waiting.browse("/");
        await().until(() -> waiting.number() > 0);
        number = waiting.number();
    }

    private Buyer enter() {
        Buyer buyer = gateway.buyer();
        await().until(() -> buyer.browse("/").status() == 200);
        return buyer;
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void wallClockSetByAnHour_endsNoPass_losesNoPlace_andCreditHolds(long hours) throws Exception {
        gateway.setWallClockAhead(Duration.ofHours(hours));

        assertThat(inside.browse("/").status()).isEqualTo(200);
        assertThat(inside.state()).isEqualTo("admitted");
        assertThat(waiting.browse("/").status()).isEqualTo(503);
        assertThat(waiting.number()).isEqualTo(number);
        assertThat(inside.order().status()).isEqualTo(201);
        assertThat(inside.order().status()).isEqualTo(403);
        gateway.setWallClockAhead(Duration.ZERO);
        assertThat(second.browse("/").status()).isEqualTo(200);
        assertThat(waiting.number()).isEqualTo(number);
    }

    @Test
    void ticket_isSignedAgainEveryHalfMinute() throws Exception {
        gateway.advance(Duration.ofSeconds(6));
        assertThat(pollsCookie()).as("still fresh").isEmpty();

        gateway.advance(Duration.ofSeconds(30));
        assertThat(pollsCookie()).startsWith("foyer-ticket=");
        assertThat(pollsCookie()).as("as it was given").isEmpty();
        assertThat(waiting.number()).isEqualTo(number);
    }

    private String pollsCookie() throws Exception {
        return waiting.call("/_foyer/status").header("Set-Cookie");
    }

    @Test
    void standstillLongerThanTheLease_opensNoWindow_andLosesNoPlace() throws Exception {
        gateway.write(
                "type: http",
                "type: http\n      timeouts: { connect: 1s, response: 1s }",
                "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1",
                "orders-per-minute: 1, orders-per-5s: 1, active-buyers: 2");
        await().until(() -> gateway.foyer().config().shops().get(0).budget().ordersPerMinute() == 1);
        assertThat(inside.order().status()).isEqualTo(201);
        gateway.advance(STANDSTILL);

        assertThat(second.order().status()).as("the minute is full").isEqualTo(503);
        gateway.advance(STANDSTILL);
        assertThat(second.order().status())
                .as("by the store's clock it still is")
                .isEqualTo(503);
        assertThat(gateway.shop().findAll(postRequestedFor(urlPathEqualTo("/orders"))))
                .hasSize(1);
        assertThat(waiting.number()).isEqualTo(number);
        assertThat(second.browse("/").status()).isEqualTo(200);
    }
}
