package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data of Redis is gone: nobody who waits loses the place, nobody is overtaken, nobody orders beyond the budget. */
class LostDataIT {
    private static final String POLLS = "poll: { min: 1s, max: 10s }";

    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private Buyer inside;
    private final List<Buyer> line = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, POLLS, "poll: { min: 1s, max: 1s }");
        gateway.shop()
                .stubFor(post(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(201)));
        inside = gateway.buyer();
        // The shop has no server until its health is known.
        await().until(() -> inside.browse("/").status() == 200);
        for (int i = 0; i < 5; i++) {
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
    void flushall_underTheGateway_costsNobodyThePlace() throws Exception {
        List<Long> numbers = numbers();
        gateway.redis("FLUSHALL");

        newcomersQueueBehind(numbers);
        assertThat(inside.browse("/").status()).as("the admitted go on").isEqualTo(200);
        assertThat(inside.order().status())
                .as("the windows have been taught back")
                .isEqualTo(201);
        inTurn(line);
    }

    @Test
    void emptyRestart_costsNobodyThePlace() throws Exception {
        List<Long> numbers = numbers();
        gateway.loseRedisData();

        newcomersQueueBehind(numbers);
        inTurn(line);
    }

    @Test
    void emptyRestart_ofGatewayAndRedis_returningTicketsRebuildTheLine() throws Exception {
        List<Long> numbers = numbers();
        gateway.loseRedisData();
        gateway.restartGateway();

        // They come back in another order than they stand in.
        List<Buyer> returning = List.of(line.get(3), line.get(0), line.get(4), line.get(2), line.get(1));
        for (Buyer buyer : returning) {
            assertThat(buyer.browse("/").status()).isEqualTo(503);
        }
        newcomersQueueBehind(numbers);
        inTurn(line);
    }

    @Test
    void restart_ofTheGateway_remembersFromItsFile() throws Exception {
        gateway.close();
        line.clear();
        gateway = new RunningFoyer(
                Files.createDirectory(folder.resolve("again")),
                "node: { id: gw-1 }",
                "node: { id: gw-1, memory-file: line.memory }");
        gateway.buyer().browse("/");
        Buyer waiting = gateway.buyer();
        waiting.browse("/");
        long number = waiting.number();
        Path memory = folder.resolve("again").resolve("line.memory");
        await().until(() -> Files.exists(memory) && Files.readString(memory).contains(":" + number));
        gateway.restartGateway();

        assertThat(Files.readString(memory)).contains("arena/main ");
        await().until(() -> waiting.number() == number);
    }

    /** Lets all in, one after the other, and finds at every look that nobody is called before somebody ahead. */
    private void inTurn(List<Buyer> buyers) throws Exception {
        inside.send("POST", "/_foyer/leave", Buyer.JSON);
        List<Buyer> waiting = new ArrayList<>(buyers);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            List<String> states = new ArrayList<>();
            for (int i = waiting.size() - 1; i >= 0; i--) {
                states.add(0, waiting.get(i).state());
            }
            assertThat(states.lastIndexOf("called"))
                    .as("those called are the first in line: " + states)
                    .isLessThan(states.contains("waiting") ? states.indexOf("waiting") : states.size());
            if (states.get(0).equals("called") && waiting.get(0).browse("/").status() == 200) {
                waiting.remove(0).send("POST", "/_foyer/leave", Buyer.JSON);
            }
            return waiting.isEmpty();
        });
    }

    private List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Buyer buyer : line) {
            numbers.add(buyer.number());
        }
        return numbers;
    }

    private void newcomersQueueBehind(List<Long> numbers) throws IOException {
        Buyer late = gateway.buyer();
        late.browse("/");
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            inside.browse("/");
            line.forEach(LostDataIT::poll);
            return late.number() > 0;
        });
        assertThat(numbers()).isEqualTo(numbers);
        await("all who wait are ahead").until(() -> {
            line.forEach(LostDataIT::poll);
            return late.call("/_foyer/status").json().path("ahead").asLong() == line.size();
        });
        // What the newcomer's ticket says has reached the store by then, and nobody was called for it.
        await().during(Duration.ofMillis(1_500)).until(() -> late.state().equals("waiting") && allWait());
        line.add(late);
    }

    private boolean allWait() throws IOException {
        inside.browse("/");
        for (Buyer buyer : line) {
            if (!buyer.state().equals("waiting")) {
                return false;
            }
        }
        return true;
    }

    private static void poll(Buyer buyer) {
        try {
            buyer.state();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
