package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.loadtest.process.RoomRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A lobby on two gateways, one of which is killed while Redis loses everything: what buyers are told of the draw stands. */
class DrawnSaleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOBBY = 6;
    private static final RoomRules ONE_AT_A_TIME =
            new RoomRules(600, 100, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(2), "Good luck.");

    @TempDir
    private Path folder;

    private final Instant opens = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
    private final List<Browser> lobby = new ArrayList<>();
    private Deployment deployment;
    private String commitment;

    /** One buyer's browser, at either gateway. */
    private final class Browser {
        private final HttpClient http = HttpClient.newHttpClient();
        private final Map<String, String> cookies = new TreeMap<>();
        private JsonNode sale = JsonMapper.shared().createObjectNode();

        HttpResponse<String> ask(int gateway, String method, String path) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(gateway) + path))
                    .header("Accept", path.startsWith("/_foyer") ? "application/json" : "text/html")
                    .timeout(Duration.ofSeconds(20))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            if (!cookies.isEmpty()) {
                request.header("Cookie", String.join("; ", cookies.values()));
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers()
                    .allValues("Set-Cookie")
                    .forEach(cookie -> cookies.put(cookie.split("=", 2)[0], cookie.split(";", 2)[0]));
            return response;
        }

        /** A page asks like this, and so tells who is there. */
        Browser poll(int gateway) throws IOException, InterruptedException {
            String body = ask(gateway, "GET", "/_foyer/status?room=final").body();
            sale = JsonMapper.shared().readTree(body).path("sale");
            return this;
        }

        long lobbyNumber() {
            return sale.path("lobbyNumber").asLong();
        }

        long drawnPlace() {
            return sale.path("drawnPlace").asLong();
        }

        /** What the toy shop answers there is the shop's. */
        boolean enters(int gateway) throws IOException, InterruptedException {
            return ask(gateway, "GET", "/final").statusCode() != 503;
        }
    }

    @BeforeEach
    void openLobby() throws Exception {
        deployment = Deployment.start(ONE_AT_A_TIME, 2);
        sale(0, Duration.ofHours(1));
        sale(1, Duration.ofHours(1));
        commitment = commitmentAt(0);
        assertThat(commitmentAt(1)).isEqualTo(commitment);
        for (int i = 0; i < LOBBY; i++) {
            Browser browser = new Browser();
            int gateway = i % 2;
            assertThat(browser.ask(gateway, "GET", "/final").body()).contains("data-view=\"lobby\"");
            await().atMost(PATIENCE).until(() -> browser.poll(gateway).lobbyNumber() > 0);
            lobby.add(browser);
        }
        assertThat(lobby).extracting(Browser::lobbyNumber).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @AfterEach
    void close() {
        deployment.close();
    }

    private String url(int gateway) {
        return deployment.gateway(gateway).url();
    }

    private void sale(int gateway, Duration startsIn) {
        deployment.configure(
                gateway, """
                rooms:
                  - name: final
                    paths: ["/final"]
                    lobby-opens: %s
                    starts: %s
                    order: draw-lobby
                """.formatted(opens, Instant.now().plus(startsIn).truncatedTo(ChronoUnit.SECONDS)));
    }

    private String drawUrl(int gateway) {
        return url(gateway) + "/_foyer/rooms/final/draw";
    }

    private String commitmentAt(int gateway) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> published(gateway).path("commitment").asString(), told -> told.length() == 64);
    }

    private JsonNode published(int gateway) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(new Browser()
                        .ask(gateway, "GET", "/_foyer/rooms/final/draw")
                        .body());
    }

    private void pollAll(int gateway) throws IOException, InterruptedException {
        for (Browser browser : lobby) {
            browser.poll(gateway);
        }
    }

    private void awaitDrawn(int gateway) {
        await().atMost(PATIENCE).until(() -> {
            pollAll(gateway);
            return lobby.stream().allMatch(browser -> browser.drawnPlace() > 0);
        });
    }

    private List<Long> places() {
        return lobby.stream().map(Browser::drawnPlace).toList();
    }

    @Test
    void gatewayKilledAndRedisWipedAroundTheStart_lobbyIsDrawnOnceAndCalledInThatOrder() throws Exception {
        deployment.gateway(0).kill();
        deployment.loseRedisData();
        sale(1, Duration.ofSeconds(-1));
        awaitDrawn(1);
        List<Long> places = places();
        assertThat(places).as("one place each").doesNotHaveDuplicates();
        JsonNode drawn = published(1);

        deployment.loseRedisData();
        CompletableFuture<Void> restart = CompletableFuture.runAsync(() -> deployment.restart(0));
        await().atMost(PATIENCE).until(() -> {
            pollAll(1);
            return restart.isDone();
        });
        restart.join();
        sale(0, Duration.ofSeconds(-1));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            pollAll(1);
            return published(0).has("key");
        });
        awaitDrawn(0);

        assertThat(places()).as("as told before").isEqualTo(places);
        assertThat(published(0)).isEqualTo(drawn);
        assertThat(published(1)).isEqualTo(drawn);
        verify(lobby.get(0));
        verify(lobby.get(LOBBY - 1));
        goInOneByOne();
    }

    private void verify(Browser browser) throws Exception {
        Path out = folder.resolve("verify-" + browser.lobbyNumber());
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.foyer.gateway.Main",
                "draw",
                "verify",
                drawUrl(1),
                "--commitment",
                commitment,
                "--number",
                Long.toString(browser.lobbyNumber()),
                "--place",
                Long.toString(browser.drawnPlace()));
        Process verify = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(verify.waitFor()).as(Files.readString(out)).isZero();
    }

    /** There is room for one at a time; whose call the store forgot goes in beside the next one. */
    private void goInOneByOne() throws Exception {
        List<Browser> inOrder = lobby.stream()
                .sorted(Comparator.comparingLong(Browser::drawnPlace))
                .toList();
        Browser last = inOrder.get(LOBBY - 1);
        for (int i = 0; i < 3; i++) {
            Browser next = inOrder.get(i);
            int gateway = i % 2;
            await().atMost(PATIENCE).until(() -> {
                pollAll(1 - gateway);
                assertThat(last.enters(gateway)).as("drawn last").isFalse();
                return next.enters(gateway);
            });
            assertThat(next.ask(gateway, "POST", "/_foyer/leave?room=final").statusCode())
                    .isLessThan(400);
        }
    }
}
