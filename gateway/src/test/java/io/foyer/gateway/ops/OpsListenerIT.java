package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.config.OpsConfig;
import io.foyer.gateway.edge.EdgeServer;
import io.foyer.gateway.edge.ErrorAnswers;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.health.Pulses;
import io.foyer.gateway.proxy.Proxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The ops listener over sockets, served by the same edge as buyers. */
class OpsListenerIT {
    private static final BindAddress ANY_PORT = new BindAddress("127.0.0.1", 0);

    private final Meters meters = new Meters();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AccessLog accessLog = new AccessLog(log, meters);
    private final EventLoops loops = EventLoops.start(1, EventLoops.Transport.best());
    private final FakeControl control = new FakeControl();
    private final OpsHandler handler =
            new OpsHandler(new OpsConfig(ANY_PORT, Optional.empty()), new Readiness(), control, meters);
    private final HttpClient client = HttpClient.newHttpClient();
    private String base = "";

    @BeforeEach
    void open() {
        Limits limits = new Limits(
                10, 16_384, Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(30), 1_048_576);
        Traffic traffic = new Traffic(meters, accessLog, new Pulses());
        EdgeServer.Services services = new EdgeServer.Services(
                handler, new Proxy(loops, traffic), ErrorAnswers.PLAIN, traffic, Clock.systemUTC());
        EdgeServer server = EdgeServer.start(ListenerConfig.plain("ops", ANY_PORT, limits), loops, services)
                .toCompletableFuture()
                .join();
        base = "http://127.0.0.1:" + server.address().getPort();
    }

    @AfterEach
    void close() {
        handler.close();
        loops.stop().toCompletableFuture().join();
        accessLog.close();
        meters.close();
    }

    @Test
    void metrics_scraped_includeTheScrapersOwnTraffic() throws Exception {
        send("GET", "/livez");
        HttpResponse<String> metrics = send("GET", "/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body().lines())
                .contains(
                        "foyer_connections{listener=\"ops\"} 1.0",
                        "foyer_requests_total{decision=\"own\",shop=\"none\",status=\"2xx\"} 1.0");
    }

    @Test
    void pause_overTheWire_isPassedOnAndLogged() throws Exception {
        HttpResponse<String> paused = send("POST", "/v1/rooms/arena/main/pause?who=me");
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(control.asked).containsExactly("pause arena/main");

        loops.stop().toCompletableFuture().join();
        accessLog.close();
        JsonNode line = OpsAnswers.JSON.readTree(log.toString(UTF_8));
        assertThat(line.get("path").asString()).isEqualTo("/v1/rooms/arena/main/pause");
        assertThat(line.get("client").asString()).isEqualTo("127.0.0.1");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("bytesOut").asLong()).isPositive();
        assertThat(line.get("totalMillis").asDouble()).isPositive();
    }

    @Test
    void head_metrics_hasNoBody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/metrics");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
