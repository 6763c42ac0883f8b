package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import io.foyer.gateway.draw.PublishedDraw;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A drawn sale over sockets: what buyers are told is what the published draw says, and they are called in that order. */
class DrawIT {
    private static final String MESSAGE = "message: \"Tickets are going fast.\"";
    private static final String DRAW = "/_foyer/rooms/final/draw";
    private static final int LOBBY = 40;

    @TempDir
    private Path folder;

    private final String opens =
            Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS).toString();
    private RunningFoyer gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, MESSAGE, plan(Duration.ofHours(1)));
        await().until(() -> gateway.buyer().call(DRAW).status() == 200);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private String plan(Duration startsIn) {
        return """
                rooms:
                      - name: final
                        paths: ["/final"]
                        lobby-opens: OPENS
                        starts: STARTS
                        order: draw-lobby
                """.replace("OPENS", opens).replace(
                "STARTS",
                Instant.now().plus(startsIn).truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private void startSale() throws Exception {
        gateway.write(MESSAGE, plan(Duration.ofSeconds(-1)));
    }

    private PublishedDraw published() throws Exception {
        return PublishedDraw.parse(gateway.buyer().call(DRAW).body());
    }

    private static JsonNode status(Buyer buyer) throws Exception {
        return buyer.call("/_foyer/status?room=final").json();
    }

    private List<Buyer> lobby(int size) throws Exception {
        List<Buyer> buyers = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            Buyer buyer = gateway.buyer();
            assertThat(buyer.browse("/final").body()).contains("data-view=\"lobby\"");
            assertThat(status(buyer).path("sale").path("lobbyNumber").asLong()).isEqualTo(number);
            buyers.add(buyer);
        }
        return buyers;
    }

    private Buyer lateBuyer() throws Exception {
        Buyer late = gateway.buyer();
        await().until(() -> {
            late.browse("/final");
            return status(late).path("number").asLong() > LOBBY;
        });
        return late;
    }

    private void awaitDrawn(List<Buyer> buyers) {
        // The first may be called already, and then is told nothing but that.
        await().untilAsserted(() -> {
            for (Buyer buyer : buyers) {
                assertThat(status(buyer).path("sale").path("drawnPlace").asLong())
                        .isPositive();
            }
        });
    }

    @Test
    void lobby_isDrawnAsPublished_andCalledInThatOrder() throws Exception {
        PublishedDraw committed = published();
        assertThat(committed.revealed())
                .as("the key is not told before the start")
                .isEmpty();
        List<Buyer> buyers = lobby(LOBBY);

        startSale();
        awaitDrawn(buyers);
        PublishedDraw revealed = published();
        assertThat(revealed.commitment()).isEqualTo(committed.commitment());
        assertThat(revealed.faults()).isEmpty();
        PublishedDraw.Revealed told = revealed.revealed().orElseThrow();
        assertThat(told.size()).isEqualTo(LOBBY);
        Draw draw = new Draw(DrawKey.of(told.key()), "arena/final", told.size());
        for (int i = 0; i < LOBBY; i++) {
            JsonNode sale = status(buyers.get(i)).path("sale");
            assertThat(sale.path("drawnPlace").asLong()).isEqualTo(draw.place(i + 1));
            assertThat(sale.path("lobbySize").asLong()).isEqualTo(LOBBY);
        }

        List<Buyer> inOrder = buyers.stream()
                .sorted(Comparator.comparingLong(buyer -> draw.place(buyers.indexOf(buyer) + 1)))
                .toList();
        goInOneByOne(inOrder.subList(0, 4), inOrder.subList(4, LOBBY), lateBuyer());
    }

    /** One place for active buyers: the next goes in when the one before has left. */
    private void goInOneByOne(List<Buyer> first, List<Buyer> others, Buyer late) throws Exception {
        for (Buyer next : first) {
            await().until(() -> next.browse("/final").status() == 200);
            assertThat(others.get(0).browse("/final").status()).isEqualTo(503);
            assertThat(late.browse("/final").status()).isEqualTo(503);
            next.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        }
        assertThat(others.get(1).browse("/final").body())
                .contains("data-view=\"waiting\"", " of " + LOBBY + ", with lobby number");
    }

    @Test
    void everythingLost_afterTheDraw_ticketsBringItBack() throws Exception {
        List<Buyer> buyers = lobby(5);
        PublishedDraw committed = published();
        startSale();
        awaitDrawn(buyers);
        List<Long> places = new ArrayList<>();
        for (Buyer buyer : buyers) {
            places.add(status(buyer).path("sale").path("drawnPlace").asLong());
        }
        assertThat(places).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);

        gateway.loseRedisData();
        gateway.restartGateway();
        Buyer last = buyers.get(places.indexOf(5L));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (Buyer buyer : buyers) {
                status(buyer);
            }
            return gateway.buyer().call(DRAW).body().contains("\"key\"");
        });
        assertThat(published().revealed().orElseThrow().size()).isEqualTo(5);
        assertThat(published().commitment()).isEqualTo(committed.commitment());
        assertThat(status(last).path("number").asLong()).isEqualTo(5);
    }

    @Test
    void lobbyLeftAndJoinedAgain_isAnotherNumber() throws Exception {
        Buyer buyer = lobby(1).get(0);
        buyer.send("POST", "/_foyer/leave?room=final", Buyer.JSON);
        buyer.browse("/final");

        assertThat(status(buyer).path("sale").path("lobbyNumber").asLong()).isEqualTo(2);
    }
}
