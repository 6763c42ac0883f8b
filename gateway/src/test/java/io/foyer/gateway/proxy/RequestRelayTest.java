package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ResponseWatcher;
import io.foyer.gateway.http.ResponseHead;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of all kinds, as the shop gets them, and what becomes of connections. */
final class RequestRelayTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final RawShop shop = new RawShop();
    private final Testbed.Settings settings = Testbed.settings(shop.server());
    private Testbed bed = new Testbed(settings);

    @AfterEach
    void close() throws Exception {
        bed.close();
        shop.close();
    }

    private void use(Testbed other) {
        bed.close();
        bed = other;
    }

    @Test
    void chunkedRequest_withTrailers_isChunkedAgain() {
        try (RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3;x=y\r\nabc\r\n0\r\nX-Sum: 1\r\nHost: evil\r\n\r\n");
            RawClient server = shop.accepted();
            assertThat(server.head()).contains("Transfer-Encoding: chunked\r\n");
            assertThat(server.head()).isEqualTo("3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n");
            server.send(OK);
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void hopByHop_headersAndForgedOnes_doNotReachTheShop() {
        try (RawClient buyer = bed.client()) {
            buyer.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: x-hop, upgrade\r\nX-Hop: 1\r\nUpgrade: websocket\r\n"
                    + "Keep-Alive: 5\r\nTE: trailers\r\nProxy-Authorization: x\r\nX-Forwarded-For: 6.6.6.6\r\n"
                    + "Foyer-Room: vip\r\nX_Foyer: 1\r\nAccept: b\r\n\r\n");
            RawClient server = shop.accepted();
            assertThat(server.head())
                    .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nX-Forwarded-For: 127.0.0.1\r\n"
                            + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\nVia: 1.1 foyer\r\n\r\n");
            server.send("HTTP/1.1 200 OK\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                    + "Foyer-Order: created\r\nContent-Length: 0\r\n\r\n");
            assertThat(buyer.head()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nVia: 1.1 foyer\r\n\r\n");
        }
    }

    @Test
    void expectContinue_isPassedBothWays() {
        try (RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            RawClient server = shop.accepted();
            assertThat(server.head()).contains("Expect: 100-continue\r\n");
            server.send("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(buyer.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            buyer.send("abc");
            assertThat(server.bytes(3)).isEqualTo("abc");
            server.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
            buyer.send(GET);
            assertThat(server.head()).startsWith("GET / ");
        }
    }

    @Test
    void expectContinue_refusedByTheShop_closesWithoutTheBody() {
        try (RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            RawClient server = shop.accepted();
            server.head();
            server.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            assertThat(buyer.head())
                    .startsWith("HTTP/1.1 417 Expectation Failed\r\n")
                    .contains("Connection: close");
            assertThat(buyer.rest()).isEmpty();
            assertThat(server.restOrReset()).isEmpty();
        }
    }

    @Test
    void earlyResponse_whileTheBodyIsSent_reachesTheBuyer() {
        try (RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
            RawClient server = shop.accepted();
            server.head();
            server.bytes(3);
            server.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
            assertThat(buyer.head()).startsWith("HTTP/1.1 413 ").contains("Connection: close\r\n");
            assertThat(buyer.bytes(3)).isEqualTo("big");
            assertThat(server.restOrReset()).isEmpty();
            buyer.send(new byte[100_000]);
            assertThat(buyer.rest()).isEmpty();
        }
    }

    @Test
    void earlyResponse_largeForASlowBuyer_isNotCutByTheEnd() {
        use(new Testbed(settings));
        try (RawClient buyer = RawClient.slow(bed.port())) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx");
            RawClient server = shop.accepted();
            server.head();
            byte[] large = new byte[30_000];
            server.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: " + large.length + "\r\n\r\n");
            server.send(large);
            await().until(() -> bed.statuses.contains(413));
            assertThat(buyer.head()).startsWith("HTTP/1.1 413 ");
            assertThat(buyer.skipRest()).isEqualTo(large.length);
        }
    }

    @Test
    void pipelined_requests_areAnsweredInOrderOneAtATime() {
        try (RawClient buyer = bed.client()) {
            buyer.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
                    + "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            RawClient server = shop.accepted();
            assertThat(server.head()).startsWith("GET /1 ");
            assertThat(server.available())
                    .as("the second waits for the first answer")
                    .isZero();
            server.send(OK);
            assertThat(server.head() + server.bytes(2)).startsWith("POST /2 ").endsWith("xy");
            server.send(OK);
            assertThat(server.head()).startsWith("GET /3 ");
            server.send(OK);
            String all = buyer.rest();
            assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(4);
            assertThat(shop.untaken()).isZero();
        }
    }

    @Test
    void halfClosed_afterTheRequest_stillGetsItsResponse() {
        try (RawClient buyer = bed.client()) {
            buyer.send(GET).halfClose();
            RawClient server = shop.accepted();
            server.head();
            server.send(OK);
            assertThat(buyer.rest()).startsWith("HTTP/1.1 200 OK").endsWith("ok");
        }
    }

    @Test
    void reset_whileTheShopWorks_cancelsTheShopsRequest() {
        RawClient buyer = bed.client();
        buyer.send(GET);
        RawClient server = shop.accepted();
        server.head();
        buyer.reset();
        assertThat(server.restOrReset()).isEmpty();
        await().untilAsserted(() -> assertThat(bed.endings).containsExactly(Ending.BY_BUYER));
    }

    @Test
    void truncatedBody_isNotPassedOffAsComplete() {
        try (RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            RawClient server = shop.accepted();
            server.head();
            assertThat(server.bytes(3)).isEqualTo("abc");
            buyer.halfClose();
            assertThat(server.restOrReset()).isEmpty();
            assertThat(buyer.restOrReset()).isEmpty();
        }
    }

    @Test
    void noServer_isServiceUnavailable() {
        use(new Testbed());
        try (RawClient buyer = bed.client()) {
            assertThat(buyer.send(GET).head()).startsWith("HTTP/1.1 503 ");
            assertThat(bed.faults).containsExactly(UpstreamFault.NO_SERVER);
        }
    }

    @Test
    void refusedConnection_isBadGateway_andAnotherServerIsTried() throws Exception {
        RawShop gone = new RawShop();
        gone.close();
        use(new Testbed(gone.server(), shop.server()));
        try (RawClient buyer = bed.client()) {
            buyer.send(GET);
            RawClient server = shop.accepted();
            server.head();
            server.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
        }
        use(new Testbed(gone.server()));
        try (RawClient buyer = bed.client()) {
            assertThat(buyer.send(GET).head()).startsWith("HTTP/1.1 502 ");
            assertThat(bed.faults).containsExactly(UpstreamFault.CONNECT_FAILED);
        }
    }

    @Test
    void serverThatGoes_withItsKeptConnection_leavesTheRequestToAnother() throws Exception {
        ServerSocket door = RawShop.open("127.0.0.1");
        RawShop going = new RawShop(door);
        Server gone = going.server();
        use(new Testbed(gone, gone, shop.server()));
        try (RawClient buyer = bed.client()) {
            buyer.send(GET);
            RawClient kept = going.accepted();
            kept.head();
            kept.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
            door.close();
            buyer.send(GET);
            kept.head();
            going.close();

            RawClient server = shop.accepted();
            server.head();
            server.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
        }
    }

    @Test
    void connectionLimit_reached_waitsInOrderAndThenGivesUp() {
        settings.connections = 1;
        settings.connectTimeout = Duration.ofMillis(1500);
        use(new Testbed(settings));
        try (RawClient first = bed.client();
                RawClient second = bed.client()) {
            first.send(GET);
            RawClient server = shop.accepted();
            server.head();
            second.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
            server.send(OK);
            assertThat(server.head()).startsWith("GET /second ");
            first.head();
            assertThat(first.bytes(2)).isEqualTo("ok");
            first.send(GET);
            assertThat(first.head()).startsWith("HTTP/1.1 503 ");
            assertThat(bed.faults).containsExactly(UpstreamFault.NO_CONNECTION);
            server.send(OK);
            assertThat(second.head()).startsWith("HTTP/1.1 200 OK");
            assertThat(shop.untaken()).isZero();
        }
    }

    @Test
    void connectionLimit_reachedByOneThatIdles_postGetsANewOneInItsPlace() {
        settings.connections = 1;
        use(new Testbed(settings));
        try (RawClient buyer = bed.client()) {
            buyer.send(GET);
            RawClient idling = shop.accepted();
            idling.head();
            idling.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
            await().during(Duration.ofMillis(700)).until(() -> bed.upstreamOpen.get() == 1);

            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");

            assertThat(idling.rest())
                    .as("nothing was sent where the shop may just be closing")
                    .isEmpty();
            RawClient fresh = shop.accepted();
            assertThat(fresh.head() + fresh.bytes(1)).startsWith("POST / ").endsWith("x");
            fresh.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
        }
    }

    @Test
    void watcher_isToldOnce_andItsLinesReachTheBuyer() {
        List<String> told = new CopyOnWriteArrayList<>();
        ResponseWatcher watcher = new ResponseWatcher() {
            @Override
            public byte[] onResponse(ResponseHead response) {
                told.add("response " + response.status() + " " + response.foyerOrder());
                return "X-Late: 1\r\n".getBytes(StandardCharsets.US_ASCII);
            }

            @Override
            public void onFailure(boolean mayHaveReached) {
                told.add("failure " + mayHaveReached);
            }
        };
        settings.handler = exchange -> exchange.forward(new Forwarding(
                bed.shop(),
                "Foyer-Room: main\r\n".getBytes(StandardCharsets.US_ASCII),
                "Set-Cookie: a=b\r\n".getBytes(StandardCharsets.US_ASCII),
                watcher));
        use(new Testbed(settings));
        try (RawClient buyer = bed.client()) {
            buyer.send(GET);
            RawClient server = shop.accepted();
            assertThat(server.head()).contains("Foyer-Room: main\r\n");
            server.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 201 Created\r\nFoyer-Order: created\r\n"
                    + "Content-Length: 10\r\n\r\nx");
            assertThat(buyer.head()).startsWith("HTTP/1.1 103 ");
            assertThat(buyer.head())
                    .contains("Set-Cookie: a=b\r\nX-Late: 1\r\n")
                    .doesNotContain("Foyer-Order");
            server.close();
            assertThat(buyer.rest()).isEqualTo("x");
            assertThat(told).containsExactly("response 201 created");
        }
        try (RawClient buyer = bed.client()) {
            buyer.send(GET);
            shop.accepted().close();
            assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
            assertThat(told).containsExactly("response 201 created", "failure true");
        }
    }
}
