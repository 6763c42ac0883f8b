package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.edge.EdgeServer;
import io.foyer.gateway.edge.ErrorAnswers;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Exchange;
import java.lang.ref.WeakReference;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The buyer's connection: framing, limits, addresses, and answers made here. */
final class EdgeConnectionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Answer HELLO = new Answer(200, "X-A: 1\r\n".getBytes(US_ASCII), "hello".getBytes(US_ASCII));

    private final Testbed.Settings settings = Testbed.settings();
    private Testbed bed;

    EdgeConnectionTest() {
        settings.handler = exchange -> exchange.answer(HELLO);
        settings.limits = limits(Duration.ofSeconds(20));
    }

    private static ListenerConfig.Limits limits(Duration all) {
        return new ListenerConfig.Limits(3, 1024, all, all, all, 1000);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private RawClient open() {
        bed = new Testbed(settings);
        return bed.client();
    }

    @Test
    void answer_keptConnection_hasLengthAndDate() {
        try (RawClient buyer = open()) {
            for (int i = 0; i < 3; i++) {
                buyer.send(GET);
                assertThat(buyer.head())
                        .matches("HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 5\r\n"
                                + "Date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n\r\n");
                assertThat(buyer.bytes(5)).isEqualTo("hello");
            }
            buyer.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(buyer.rest())
                    .contains("Content-Length: 5\r\n", "Connection: close\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void request_afterAPause_findsTheConnectionOpenAndItsMemoryGivenBack() {
        List<WeakReference<Exchange>> exchanges = new CopyOnWriteArrayList<>();
        settings.limits = limits(Duration.ofSeconds(8));
        settings.handler = exchange -> {
            exchanges.add(new WeakReference<>(exchange));
            exchange.answer(HELLO);
        };
        try (RawClient buyer = open()) {
            for (int i = 0; i < 2; i++) {
                buyer.send(GET);
                assertThat(buyer.head() + buyer.bytes(5)).endsWith("hello");
            }
            await("nobody holds what the requests needed")
                    .atMost(Duration.ofSeconds(7))
                    .until(() -> {
                        System.gc();
                        return exchanges.stream().allMatch(exchange -> exchange.refersTo(null));
                    });
            buyer.send(GET);
            assertThat(buyer.head() + buyer.bytes(5)).endsWith("hello");
        }
    }

    @Test
    void answer_http10_closesUnlessAskedToKeep() {
        try (RawClient buyer = open()) {
            buyer.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
            assertThat(buyer.head() + buyer.bytes(5)).contains("Connection: keep-alive\r\n");
            buyer.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
            assertThat(buyer.rest()).contains("Connection: close\r\n").endsWith("hello");
        }
    }

    @Test
    void answer_bodyStillToCome_closes() {
        try (RawClient buyer = open()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(buyer.rest())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Connection: close\r\n")
                    .endsWith("hello");
        }
    }

    @Test
    void answer_pipelinedRequests_comeInOrder() {
        try (RawClient buyer = open()) {
            buyer.send(GET.repeat(50)).halfClose();
            assertThat(buyer.rest().split("hello", -1)).hasSize(51);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\nHost: a\n\n', 400",
        "'GET / HTTP/1.1\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400",
        "'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400",
        "'GET /%2f HTTP/1.1\r\nHost: a\r\n\r\n', 400",
        "'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 501",
        "'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505",
        "'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n', 413",
    })
    void refused_request_getsOneAnswerAndTheEnd(String request, int status) {
        try (RawClient buyer = open()) {
            buyer.send(request + GET);
            assertThat(buyer.restOrReset())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("Connection: close\r\n")
                    .doesNotContain("hello");
        }
    }

    @Test
    void refused_headTooLarge_is431() {
        try (RawClient buyer = open()) {
            buyer.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(2000) + "\r\n\r\n");
            assertThat(buyer.restOrReset()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void refused_headTooSlow_is408() {
        settings.limits = limits(Duration.ofMillis(500));
        try (RawClient buyer = open()) {
            assertThat(buyer.send("GET / HT").rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void idle_noRequest_isClosedWithoutAWord() {
        settings.limits = limits(Duration.ofMillis(500));
        try (RawClient buyer = open()) {
            assertThat(buyer.rest()).isEmpty();
        }
    }

    @Test
    void idle_afterARequest_isClosed() {
        settings.limits = limits(Duration.ofMillis(500));
        try (RawClient buyer = open()) {
            buyer.send(GET);
            assertThat(buyer.rest()).endsWith("hello");
        }
    }

    @Test
    void bodyTooLarge_whileItComes_is413() throws Exception {
        try (RawShop shop = new RawShop()) {
            settings.handler = Testbed.settings(shop.server()).handler;
            try (RawClient buyer = open()) {
                buyer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001)
                        + "\r\n0\r\n\r\n");
                assertThat(buyer.rest()).startsWith("HTTP/1.1 413 ").contains("Connection: close\r\n");
            }
        }
    }

    @Test
    void bodyStandsStill_is408_andTheShopsRequestEnds() throws Exception {
        settings.limits = limits(Duration.ofMillis(500));
        try (RawShop shop = new RawShop()) {
            settings.handler = Testbed.settings(shop.server()).handler;
            try (RawClient buyer = open()) {
                buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
                assertThat(buyer.rest()).startsWith("HTTP/1.1 408 ");
                RawClient server = shop.accepted();
                server.head();
                assertThat(server.restOrReset()).isEqualTo("abc");
            }
        }
    }

    @Test
    void handlerThrows_is500() {
        settings.handler = exchange -> {
            throw new IllegalStateException("broken on purpose");
        };
        try (RawClient buyer = open()) {
            assertThat(buyer.send(GET).rest()).startsWith("HTTP/1.1 500 ");
        }
    }

    @Test
    void connectionLimit_reached_closesTheNewOne() {
        try (RawClient first = open();
                RawClient second = bed.client();
                RawClient third = bed.client()) {
            first.send(GET).head();
            second.send(GET).head();
            third.send(GET).head();
            try (RawClient fourth = bed.client()) {
                assertThat(fourth.restOrReset()).isEmpty();
            }
            assertThat(bed.refused).hasValue(1);
        }
        await().until(() -> bed.edge.openConnections() == 0);
        try (RawClient again = bed.client()) {
            assertThat(again.send(GET).head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void abandoned_buyerResets_isToldAndNothingIsSent() throws Exception {
        LinkedBlockingQueue<Exchange> undecided = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Boolean> abandoned = new LinkedBlockingQueue<>();
        settings.handler = exchange -> {
            exchange.onAbandoned(() -> abandoned.add(exchange.isOpen()));
            undecided.add(exchange);
        };
        RawClient buyer = open();
        buyer.send(GET);
        Exchange exchange = undecided.poll(10, TimeUnit.SECONDS);
        buyer.reset();
        assertThat(abandoned.poll(10, TimeUnit.SECONDS)).isFalse();
        exchange.eventLoop().submit(() -> exchange.answer(HELLO)).sync();
        assertThat(bed.statuses).containsExactly(0);
    }

    @Test
    void answer_laterFromAnotherTask_isSent() throws Exception {
        LinkedBlockingQueue<Exchange> undecided = new LinkedBlockingQueue<>();
        settings.handler = undecided::add;
        try (RawClient buyer = open()) {
            buyer.send(GET).halfClose();
            Exchange exchange = undecided.poll(10, TimeUnit.SECONDS);
            exchange.eventLoop().submit(() -> exchange.answer(HELLO)).sync();
            assertThat(buyer.rest()).endsWith("hello");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 6.6.6.6, 1.2.3.4                                 | 1.2.3.4   | false",
                "X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.9.9.9                       | 1.2.3.4   | false",
                "X-Forwarded-For: 1.2.3.4;X-Forwarded-Proto: https                 | 1.2.3.4   | true",
                "X-Forwarded-For: garbage                                          | 127.0.0.1 | false",
                "Forwarded: for=6.6.6.6, for=\"[2001:db8::1]:99\"#proto=https      | 2001:db8::1 | true",
                "Accept: none                                                      | 127.0.0.1 | false",
            })
    void forwardedHeaders_fromTrustedProxies_areBelievedFromTheRight(String lines, String address, boolean secure) {
        settings.trusted = List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("10.0.0.0/8"));
        List<String> seen = new CopyOnWriteArrayList<>();
        settings.handler = exchange -> {
            seen.add(io.netty.util.NetUtil.toAddressString(exchange.clientAddress()) + " " + exchange.isSecure());
            exchange.answer(HELLO);
        };
        try (RawClient buyer = open()) {
            String headers = lines.strip().replace(";", "\r\n").replace('#', ';');
            buyer.send("GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n").head();
            assertThat(seen).containsExactly(address + " " + secure);
        }
    }

    @Test
    void forwardedHeaders_fromAnyoneElse_areNotBelieved() {
        List<String> seen = new CopyOnWriteArrayList<>();
        settings.handler = exchange -> {
            seen.add(exchange.clientAddress().getHostAddress() + " " + exchange.isSecure());
            exchange.answer(HELLO);
        };
        try (RawClient buyer = open()) {
            buyer.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n\r\n")
                    .head();
            assertThat(seen).containsExactly("127.0.0.1 false");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/8, 192.0.2.7", "10.0.0.0/8, 127.0.0.1"})
    void proxyProtocol_addressIsBelievedFromTrustedProxiesOnly(String trusted, String expected) {
        settings.trusted = List.of(CidrBlock.parse(trusted));
        settings.proxyProtocol = true;
        List<String> seen = new CopyOnWriteArrayList<>();
        settings.handler = exchange -> {
            seen.add(exchange.clientAddress().getHostAddress());
            exchange.answer(HELLO);
        };
        try (RawClient buyer = open()) {
            buyer.send("PROXY TCP4 192.0.2.7 127.0.0.1 5555 80\r\n" + GET);
            assertThat(buyer.head() + buyer.bytes(5)).endsWith("hello");
            assertThat(buyer.send(GET).head()).startsWith("HTTP/1.1 200 ");
            assertThat(seen).containsExactly(expected, expected);
        }
    }

    @Test
    void proxyProtocol_missingHeader_isClosed() {
        settings.proxyProtocol = true;
        try (RawClient buyer = open()) {
            assertThat(buyer.send(GET).restOrReset()).isEmpty();
        }
    }

    @Test
    void start_busyPort_namesListenerAndAddress() {
        bed = new Testbed(settings);
        ListenerConfig busy =
                ListenerConfig.plain("shopfront", new BindAddress("127.0.0.1", bed.port()), settings.limits);
        EdgeServer.Services services = new EdgeServer.Services(
                settings.handler, bed.proxy, ErrorAnswers.PLAIN, TrafficMeter.NONE, Clock.systemUTC());
        EventLoops loops = settings.loops;
        assertThatThrownBy(() -> EdgeServer.start(busy, loops, services)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining("listener shopfront: cannot listen on 127.0.0.1:" + bed.port());
    }

    @Test
    void nio_servesLikeEpoll() {
        EventLoops nio = EventLoops.start(1, EventLoops.Transport.NIO);
        settings.loops = nio;
        try (RawClient buyer = open()) {
            assertThat(buyer.send(GET).head()).startsWith("HTTP/1.1 200 ");
        }
        bed.close();
        nio.stop().toCompletableFuture().join();
        settings.loops = Testbed.LOOPS;
        bed = new Testbed(settings);
    }
}
