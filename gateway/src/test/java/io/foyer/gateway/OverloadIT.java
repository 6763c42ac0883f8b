package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.Buyer.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is turned away when memory runs short, and what a pass and a trace may cost, through the whole gateway. */
class OverloadIT {
    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private Buyer inside;
    private Buyer waiting;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(
                folder,
                "session: { idle: 10m, max: 30m, orders: 1 }",
                "session: { idle: 10m, max: 30m, orders: 1, requests-per-second: 1 }");
        inside = gateway.buyer();
        waiting = gateway.buyer();
        await().until(() -> inside.browse("/").status() == 200);
        waiting.browse("/");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private void memoryUsed(double share, int stage) {
        gateway.memoryUsed(share);
        await().until(() -> gateway.ops("GET", "/metrics").contains("\nfoyer_overload_stage " + stage + ".0"));
    }

    @Test
    void firstStage_onlyNewcomersAreTurnedAway() throws Exception {
        memoryUsed(0.85, 1);
        Buyer newcomer = gateway.buyer();
        Reply reply = newcomer.browse("/");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
        assertThat(reply.header("Refresh")).as("a browser comes back by itself").isNotEmpty();
        assertThat(newcomer.cookies()).as("no place was taken").isEmpty();
        assertThat(waiting.call("/_foyer/status").json().path("state").asString())
                .isEqualTo("waiting");
        assertThat(inside.browse("/").status()).isEqualTo(200);
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_limits_reached_total{limit=\"overload_newcomers\"} 1.0");
    }

    @Test
    void secondStage_theWaitingKeepTheirPlacesAndTheAdmittedGoOn() throws Exception {
        String ticket = waiting.cookies().get("foyer-ticket");
        memoryUsed(0.90, 2);

        assertThat(waiting.call("/_foyer/status").status()).isEqualTo(503);
        assertThat(waiting.browse("/").status()).isEqualTo(503);
        assertThat(waiting.cookies()).containsEntry("foyer-ticket", ticket);
        assertThat(inside.browse("/").status()).isEqualTo(200);
    }

    @Test
    void pass_tooManyRequests_are429ButOnlyForThatPass() throws Exception {
        Reply last = inside.browse("/");
        for (int i = 0; i < 500 && last.status() == 200; i++) {
            last = inside.browse("/");
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isEqualTo("1");
        assertThat(inside.browse("/assets/a.css").status()).isEqualTo(200);
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_limits_reached_total{limit=\"requests_per_pass\"} 1.0");
    }

    @Test
    void trace_goesOnOrBegins() throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        gateway.raw("GET /assets/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\ntraceparent: " + parent
                + "\r\n\r\n");
        gateway.raw("GET /assets/b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(gateway.atShop("/assets/a").get(0).getHeader("traceparent")).isEqualTo(parent);
        assertThat(gateway.atShop("/assets/b").get(0).getHeader("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    }

    @Test
    void unknownHost_saysThatTheErrorWasMadeHere() throws Exception {
        assertThat(gateway.raw("GET / HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .contains("Proxy-Status: foyer; error=destination_not_found\r\n");
    }
}
