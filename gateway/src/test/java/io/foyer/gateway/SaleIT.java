package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.Buyer.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A planned sale from countdown to end, over sockets. Its times are moved by reloads, so that nothing waits for a clock. */
class SaleIT {
    private static final String MESSAGE = "message: \"Tickets are going fast.\"";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration AGO = Duration.ofSeconds(-5);

    @TempDir
    private Path folder;

    private RunningFoyer gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, MESSAGE, plan(HOUR, HOUR.multipliedBy(2), HOUR.multipliedBy(3)));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private static String plan(Duration opens, Duration starts, Duration ends) {
        return """
                rooms:
                      - name: final
                        paths: ["/final"]
                        lobby-opens: OPENS
                        starts: STARTS
                        ends: ENDS
                """.replace("OPENS", at(opens)).replace("STARTS", at(starts)).replace("ENDS", at(ends));
    }

    private static String at(Duration fromNow) {
        return Instant.now().plus(fromNow).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void move(Duration opens, Duration starts, Duration ends) throws Exception {
        gateway.write(MESSAGE, plan(opens, starts, ends));
    }

    private void openLobby() throws Exception {
        move(AGO, HOUR, HOUR.multipliedBy(2));
        await().until(() -> phase().equals("lobby"));
    }

    private void openSale() throws Exception {
        move(AGO.multipliedBy(2), AGO, HOUR);
        await().until(() -> phase().equals("open"));
    }

    private void endSale() throws Exception {
        move(AGO.multipliedBy(3), AGO.multipliedBy(2), AGO);
        await().until(() -> phase().equals("ended"));
    }

    private String phase() throws Exception {
        return room().path("phase").asString();
    }

    private JsonNode room() throws Exception {
        return gateway.room("final");
    }

    private static JsonNode status(Buyer buyer) throws Exception {
        return buyer.call("/_foyer/status?room=final").json();
    }

    private Buyer inLobby() throws Exception {
        Buyer buyer = gateway.buyer();
        assertThat(buyer.browse("/final").body()).contains("data-view=\"early\"");
        return buyer;
    }

    /**
     * One who has to wait, and is not called: not before the gateway has heard that somebody shops, which it does once a second.
     * The slice before may still let the first to come in.
     */
    private Buyer whoWaits() {
        await().until(() -> room().path("active").asInt() == 1);
        AtomicReference<Buyer> found = new AtomicReference<>();
        await().until(() -> {
            Buyer buyer = gateway.buyer();
            boolean waits = buyer.browse("/final").status() == 503;
            if (waits) {
                found.set(buyer);
            } else {
                buyer.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
            }
            return waits;
        });
        return found.get();
    }

    @Test
    void beforeTheLobby_nobodyHasANumber_andThePageCountsDown() throws Exception {
        Buyer buyer = gateway.buyer();

        Reply page = buyer.browse("/final");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("data-view=\"soon\"", "until the lobby opens");
        assertThat(buyer.send("POST", "/_foyer/join?room=final", Buyer.JSON)
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("closed");
        assertThat(buyer.cookies()).isEmpty();
        Reply told = buyer.call("/final");
        assertThat(told.status()).isEqualTo(429);
        assertThat(told.json().path("state").asString()).isEqualTo("closed");
        assertThat(told.json().path("sale").path("lobbyOpensAt").asString()).isNotEmpty();
        await("the shop's other pages are open").until(() -> buyer.browse("/").status() == 200);
    }

    @Test
    void lobby_givesNumbersInOrder_andCallsNobodyBeforeTheStart() throws Exception {
        openLobby();
        Buyer first = inLobby();
        Buyer second = inLobby();

        assertThat(status(first).path("state").asString()).isEqualTo("lobby");
        assertThat(status(first).path("number").asLong()).isEqualTo(1);
        assertThat(status(second).path("number").asLong()).isEqualTo(2);
        assertThat(first.browse("/final").status()).isEqualTo(503);

        openSale();
        await().until(() -> first.browse("/final").status() == 200);
        first.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        await().until(() -> second.browse("/final").status() == 200);
    }

    @Test
    void startMovedWhileTheSaleRuns_callsNobodyMore_andKeepsEveryPlace() throws Exception {
        openLobby();
        Buyer first = inLobby();
        openSale();
        await().until(() -> first.browse("/final").status() == 200);
        Buyer second = whoWaits();
        long number = status(second).path("number").asLong();

        openLobby();
        assertThat(first.browse("/final").status()).as("a pass goes on").isEqualTo(200);
        first.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        assertThat(status(second).path("state").asString()).isEqualTo("lobby");
        assertThat(status(second).path("number").asLong()).isEqualTo(number);

        openSale();
        await().until(() -> second.browse("/final").status() == 200);
    }

    @Test
    void afterTheEnd_whoWasCalledBeforeGoesInOnce() throws Exception {
        openLobby();
        Buyer called = inLobby();
        openSale();
        await().until(() -> status(called).path("state").asString().equals("called"));

        endSale();
        Map<String, String> ticket = Map.copyOf(called.cookies());
        assertThat(called.browse("/final").status()).isEqualTo(200);
        called.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        called.cookies().putAll(ticket);
        Reply again = called.browse("/final");
        assertThat(again.body()).contains("data-view=\"closed\"");
        assertThat(again.header("Set-Cookie")).as("a place").isEmpty();
    }

    @Test
    void afterTheEnd_whoWasAwayWhenCalledGoesInNoMore() throws Exception {
        openLobby();
        Buyer first = inLobby();
        Buyer away = inLobby();
        openSale();
        await().until(() -> first.browse("/final").status() == 200);
        forgetPresence();
        first.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        await("passed over").until(() -> room().path("servingPosition").asLong() == 2);

        endSale();
        assertThat(away.browse("/final").body()).contains("data-view=\"closed\"");
    }

    /** As if nobody had been heard from for long. */
    private void forgetPresence() throws Exception {
        for (String key : gateway.redis("KEYS *:present*").split("\r\n")) {
            if (key.contains(":present")) {
                gateway.redis("DEL " + key);
            }
        }
    }

    @Test
    void afterTheEnd_nobodyNewGoesIn_butPassesDo() throws Exception {
        openLobby();
        Buyer inside = inLobby();
        openSale();
        await().until(() -> inside.browse("/final").status() == 200);
        Buyer waiting = whoWaits();

        endSale();
        assertThat(inside.browse("/final").status()).isEqualTo(200);
        assertThat(waiting.browse("/final").body()).contains("data-view=\"closed\"");
        assertThat(status(waiting).path("state").asString()).isEqualTo("closed");
        assertThat(gateway.buyer().browse("/final").body()).contains("data-view=\"closed\"");
        inside.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        assertThat(waiting.browse("/final").status()).isEqualTo(503);
    }
}
