package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.edge.UpstreamFault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of a response leave when they come: the shop sends the next only after the buyer has shown the last. */
final class StreamingTest {
    private static final String GET = "GET /events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n";

    private final RawShop shop = new RawShop();
    private final Testbed bed = new Testbed(settings());
    private final RawClient buyer = bed.client();

    private Testbed.Settings settings() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.responseTimeout = Duration.ofMillis(200);
        settings.idleTimeout = Duration.ofMillis(1500);
        return settings;
    }

    @AfterEach
    void close() throws Exception {
        buyer.close();
        bed.close();
        shop.close();
    }

    private RawClient asked() {
        buyer.send(GET);
        RawClient server = shop.accepted();
        server.head();
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 60\r\n"})
    void event_sentByItself_arrivesBeforeTheNextIsSent(String length) {
        RawClient server = asked();
        server.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + length + "\r\n");
        assertThat(buyer.head()).startsWith("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 5; i++) {
            server.send("data: " + i + "\r\n\r\n");
            assertThat(buyer.until("data: " + i + "\r\n\r\n")).contains("data: " + i);
        }
    }

    @Test
    void chunk_sentByItself_arrivesBeforeTheNextIsSent() {
        RawClient server = asked();
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        buyer.head();
        for (int i = 0; i < 5; i++) {
            server.send("3\r\n" + i + "\n\n\r\n");
            assertThat(buyer.until("\n\n\r\n")).isEqualTo("3\r\n" + i + "\n\n\r\n");
        }
    }

    @Test
    void stream_quietForLongerThanAResponseMayTake_goesOnUntilItsOwnLimit() {
        RawClient server = asked();
        server.send("HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n");
        buyer.until("data: 1\n\n");
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        server.send("data: 2\n\n");
        assertThat(buyer.until("data: 2\n\n")).contains("data: 2");
        buyer.restOrReset();
        assertThat(bed.faults).containsExactly(UpstreamFault.TIMED_OUT);
        assertThat(server.restOrReset()).isEmpty();
    }

    @Test
    void stream_buyerLeaves_shopIsToldAtOnce() {
        RawClient server = asked();
        server.send("HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n");
        buyer.until("data: 1\n\n");
        buyer.reset();
        assertThat(server.restOrReset()).isEmpty();
        assertThat(bed.faults).isEmpty();
    }
}
