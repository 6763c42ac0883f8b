package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.edge.UpstreamFault;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that changes to another protocol, which neither side may do on its own (RFC 9110 section 7.8). */
final class UpgradeTest {
    private static final String ASK = "GET /live HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nCookie: foyer-pass=x; a=b\r\n\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
            + "Upgrade: WebSocket\r\nSec-WebSocket-Accept: y\r\n\r\n";
    private static final String PLAIN = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final RawShop shop = new RawShop();
    private Testbed bed = new Testbed(settings(Duration.ofSeconds(5)));
    private RawClient buyer = bed.client();

    private Testbed.Settings settings(Duration stillMax) {
        Testbed.Settings settings = Testbed.settings(shop.server()).withWebSockets();
        settings.upgradedTimeout = stillMax;
        return settings;
    }

    private void restart(Testbed.Settings settings) {
        buyer.close();
        bed.close();
        bed = new Testbed(settings);
        buyer = bed.client();
    }

    @AfterEach
    void close() throws Exception {
        buyer.close();
        shop.close();
        await().untilAsserted(() -> assertThat(bed.upgraded).hasValue(0));
        bed.close();
    }

    private RawClient switched() {
        buyer.send(ASK);
        RawClient server = shop.accepted();
        server.head();
        server.send(SWITCH);
        buyer.head();
        return server;
    }

    @Test
    void allowed_shopAgrees_bytesGoBothWaysAsTheyAre() {
        buyer.send(ASK);
        RawClient server = shop.accepted();
        assertThat(server.head())
                .startsWith("GET /live HTTP/1.1\r\n")
                .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n")
                .contains("Cookie: a=b\r\n")
                .doesNotContain("foyer-pass", "keep-alive");
        server.send(SWITCH + "first");
        assertThat(buyer.head())
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n", "Sec-WebSocket-Accept: y\r\n")
                .doesNotContain("Content-Length", "Transfer-Encoding");
        assertThat(buyer.bytes(5)).isEqualTo("first");
        assertThat(bed.upgraded).hasValue(1);
        buyer.send("GET / HTTP/1.1\r\n\0\r\n\r\n");
        assertThat(server.bytes(21)).isEqualTo("GET / HTTP/1.1\r\n\0\r\n\r\n");
        server.send("\0HTTP/1.1 200 OK\r\n\r\n");
        assertThat(buyer.bytes(20)).isEqualTo("\0HTTP/1.1 200 OK\r\n\r\n");
        assertThat(bed.statuses).as("it is not over").isEmpty();
    }

    @Test
    void half_buyerEndsFirst_shopMayGoOn() {
        RawClient server = switched();
        buyer.send("bye").halfClose();
        assertThat(server.rest()).isEqualTo("bye");
        server.send("see you").close();
        assertThat(buyer.rest()).isEqualTo("see you");
        await().untilAsserted(() -> assertThat(bed.endings).containsExactly(Ending.COMPLETE));
        assertThat(bed.statuses).containsExactly(101);
    }

    @Test
    void half_shopEndsFirst_buyerMayGoOn() {
        RawClient server = switched();
        server.send("closing").halfClose();
        assertThat(buyer.rest()).isEqualTo("closing");
        buyer.send("last words").close();
        assertThat(server.rest()).isEqualTo("last words");
        await().untilAsserted(() -> assertThat(bed.endings).containsExactly(Ending.COMPLETE));
        assertThat(bed.faults).isEmpty();
    }

    @Test
    void reset_byOneSide_reachesTheOther() {
        switched().reset();
        assertThat(buyer.restOrReset()).isEmpty();
        await().untilAsserted(() -> assertThat(bed.endings).containsExactly(Ending.BY_SHOP));
        buyer = bed.client();
        RawClient server = switched();
        buyer.reset();
        assertThat(server.restOrReset()).isEmpty();
        await().untilAsserted(() -> assertThat(bed.endings).containsExactly(Ending.BY_SHOP, Ending.BY_BUYER));
    }

    @Test
    void still_longerThanAllowed_isClosedAndNobodysFault() {
        restart(settings(Duration.ofMillis(600)));
        RawClient server = switched();
        for (int i = 0; i < 4; i++) {
            pause(200);
            buyer.send("x");
            assertThat(server.bytes(1)).isEqualTo("x");
        }
        assertThat(buyer.rest()).isEmpty();
        assertThat(server.restOrReset()).isEmpty();
        await().untilAsserted(() -> assertThat(bed.endings).containsExactly(Ending.BY_US));
        assertThat(bed.faults).isEmpty();
    }

    private static void pause(long millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }

    @Test
    void shopRefuses_connectionGoesOnAsHttp() {
        buyer.send(ASK);
        RawClient server = shop.accepted();
        server.head();
        server.send("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nno");
        assertThat(buyer.head()).startsWith("HTTP/1.1 426 ").doesNotContain("Upgrade:");
        assertThat(buyer.bytes(2)).isEqualTo("no");
        buyer.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(server.head()).startsWith("GET /next ");
        server.send(PLAIN);
        assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shopRefuses_requestBehindTheQuestion_isReadAsARequest() {
        buyer.send(ASK + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        RawClient server = shop.accepted();
        server.head();
        server.send(PLAIN);
        assertThat(server.head()).startsWith("GET /next ").contains("Via: 1.1 foyer\r\n");
        server.send(PLAIN);
        assertThat(buyer.until("ok") + buyer.until("ok")).contains("200 OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.0 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n\r\nabc"
            })
    void shopSwitches_notAsAsked_isBadGateway(String response) {
        buyer.send(ASK);
        RawClient server = shop.accepted();
        server.head();
        server.send(response);
        assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
        assertThat(bed.faults).containsExactly(UpstreamFault.GARBAGE);
        assertThat(server.restOrReset()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nConnection: upgrade, keep-alive\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocketx, web socket\r\n\r\n"
            })
    void asked_inAWayThatCannotBe_isAPlainRequest(String request) {
        buyer.send(request);
        RawClient server = shop.accepted();
        assertThat(server.head().toLowerCase(Locale.ROOT)).doesNotContain("upgrade", "http2-settings");
        server.send(SWITCH);
        assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
    }

    @Test
    void many_onlyTheAllowedProtocol_isPassedOn() {
        buyer.send(ASK.replace("Upgrade: websocket", "Upgrade: h2c, WebSocket , x/1"));
        assertThat(shop.accepted().head()).contains("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    }

    @Test
    void shopTakesNothing_buyerIsStopped() {
        RawClient server = switched();
        long total = 40L * 1024 * 1024;
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            byte[] piece = new byte[64 * 1024];
            while (sent.get() < total) {
                buyer.send(piece);
                sent.addAndGet(piece.length);
            }
            buyer.halfClose();
        });
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(sent.get()) == sent.get());
        assertThat(sent.get()).isLessThan(total / 2);
        assertThat(server.skipRest()).isEqualTo(total);
        sending.join();
    }

    @Test
    void drain_conversation_isLeftUntilTheTimeIsOver() {
        RawClient server = switched();
        var drained = bed.edge.drain(Duration.ofMillis(700)).toCompletableFuture();
        buyer.send("still here");
        assertThat(server.bytes(10)).isEqualTo("still here");
        assertThat(drained).isNotDone();
        drained.join();
        assertThat(server.restOrReset()).isEmpty();
    }
}
