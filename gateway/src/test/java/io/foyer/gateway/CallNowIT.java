package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.created;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator lets a paused room's line in by hand, over sockets. */
class CallNowIT {
    private static final String CALL = "/v1/rooms/arena/main/call?by=anna&id=first&count=";

    @TempDir
    private Path folder;

    private RunningFoyer gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(
                folder,
                "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1 }",
                "orders-per-minute: 1, orders-per-5s: 1, active-buyers: 1 }");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void callNow_pausedRoom_callsTheFirstOnceAndNotOneOrderMore() throws Exception {
        gateway.ops("POST", "/v1/rooms/arena/main/pause");
        List<Buyer> line = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            line.add(gateway.buyer());
            assertThat(line.get(i).browse("/").status()).isEqualTo(503);
        }

        assertThat(gateway.ops("POST", CALL + 2)).startsWith("HTTP/1.1 200").contains("\"called\":2");
        assertThat(gateway.ops("POST", CALL + 2)).as("sent again").contains("\"called\":2", "\"repeated\":true");

        assertThat(line.get(0).browse("/").status()).isEqualTo(200);
        assertThat(line.get(1).browse("/").status()).isEqualTo(200);
        assertThat(line.get(2).browse("/").status()).isEqualTo(503);
        gateway.shop().stubFor(post("/orders").willReturn(created()));
        assertThat(line.get(0).order().status()).isEqualTo(201);
        assertThat(line.get(1).order().status())
                .as("the budget is one order a minute")
                .isEqualTo(503);
        await().until(() -> gateway.ops("GET", "/metrics")
                .contains("foyer_room_called_by_hand_total{room=\"main\",shop=\"arena\"} 2.0"));
    }
}
