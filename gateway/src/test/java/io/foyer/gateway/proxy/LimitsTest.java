package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.Limit;
import io.foyer.gateway.limits.LimitTally;
import io.foyer.gateway.limits.Overload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client runs into, over real sockets. */
final class LimitsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int MIB = 1024 * 1024;

    private final RawShop shop = new RawShop();
    private final LimitTally tally = new LimitTally();
    private final ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
    private volatile double memory;
    private final Overload overload = new Overload(() -> memory, () -> {});

    @AfterEach
    void close() throws Exception {
        drops.shutdownNow();
        overload.close();
        shop.close();
    }

    private Testbed.Settings settings() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.guard = new Guard(overload, tally);
        settings.limits = limits(Duration.ofSeconds(10), 0, 0, 0);
        return settings;
    }

    private static Limits limits(Duration bodyTimeout, int minRate, int connections, int requests) {
        Duration ample = Duration.ofSeconds(30);
        return new Limits(100, 16_384, ample, ample, bodyTimeout, 200L * MIB, minRate, connections, requests);
    }

    /** Connections come through a balancer that says whose they are. */
    private static RawClient from(Testbed bed, String address) {
        String family = address.contains(":") ? "TCP6 " + address + " ::1" : "TCP4 " + address + " 127.0.0.1";
        return bed.client().send("PROXY " + family + " 4711 80\r\n");
    }

    private Testbed.Settings proxied(int connections) {
        Testbed.Settings settings = settings();
        settings.trusted = List.of(CidrBlock.parse("127.0.0.1/32"));
        settings.proxyProtocol = true;
        settings.limits = limits(Duration.ofSeconds(10), 0, connections, 0);
        settings.handler = exchange -> exchange.answer(answer(200));
        return settings;
    }

    private static Answer answer(int status) {
        return new Answer(status, new byte[0], "x".getBytes(US_ASCII));
    }

    private static String asked(RawClient client) {
        String head = client.send(GET).head();
        return head.isEmpty()
                ? "closed"
                : head.substring(9, 12) + client.bytes(1).replace("x", "");
    }

    @Test
    void connectionsPerAddress_oneMore_isClosedAndOthersGoOn() {
        try (Testbed bed = new Testbed(proxied(2));
                RawClient first = from(bed, "203.0.113.1");
                RawClient second = from(bed, "203.0.113.1")) {
            assertThat(asked(first)).isEqualTo("200");
            assertThat(asked(second)).isEqualTo("200");
            try (RawClient third = from(bed, "203.0.113.1");
                    RawClient other = from(bed, "203.0.113.2")) {
                assertThat(third.restOrReset()).isEmpty();
                assertThat(asked(other)).isEqualTo("200");
            }
            assertThat(asked(first)).as("who was there first stays").isEqualTo("200");
            assertThat(tally.count(Limit.CONNECTIONS_PER_ADDRESS)).isEqualTo(1);
            assertThat(bed.refused).hasValue(1);
            first.close();
            await().untilAsserted(() -> {
                try (RawClient again = from(bed, "203.0.113.1")) {
                    assertThat(again.send(GET).head()).startsWith("HTTP/1.1 200");
                }
            });
        }
    }

    @Test
    void connectionsPerAddress_ipv6_countsTheNetwork() {
        try (Testbed bed = new Testbed(proxied(1));
                RawClient first = from(bed, "2001:db8:1:2::1")) {
            assertThat(asked(first)).isEqualTo("200");
            try (RawClient neighbour = from(bed, "2001:db8:1:2:9:9:9:9");
                    RawClient other = from(bed, "2001:db8:1:3::1")) {
                assertThat(neighbour.restOrReset()).isEmpty();
                assertThat(asked(other)).isEqualTo("200");
            }
        }
    }

    @Test
    void connectionsPerAddress_trustedProxy_isNotAClient() {
        Testbed.Settings settings = proxied(1);
        settings.proxyProtocol = false;
        try (Testbed bed = new Testbed(settings);
                RawClient first = bed.client();
                RawClient second = bed.client()) {
            assertThat(asked(first)).isEqualTo("200");
            assertThat(asked(second)).isEqualTo("200");
        }
    }

    @Test
    void requestsPerAddress_forwardedByATrustedProxy_countForTheRealClient() {
        Testbed.Settings settings = proxied(0);
        settings.proxyProtocol = false;
        settings.limits = limits(Duration.ofSeconds(10), 0, 0, 1);
        settings.handler = exchange -> exchange.answer(answer(exchange.isWithinRate() ? 200 : 429));
        try (Testbed bed = new Testbed(settings);
                RawClient proxy = bed.client()) {
            int refused = 0;
            for (int i = 0; i < 200 && refused == 0; i++) {
                refused += statusFor(proxy, "203.0.113.1") == 429 ? 1 : 0;
                assertThat(refused == 0 || i >= 4)
                        .as("a burst of four goes through")
                        .isTrue();
            }
            assertThat(refused).isOne();
            assertThat(statusFor(proxy, "203.0.113.2")).isEqualTo(200);
            assertThat(tally.count(Limit.REQUESTS_PER_ADDRESS)).isOne();
        }
    }

    private static int statusFor(RawClient proxy, String client) {
        proxy.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + client + "\r\n\r\n");
        int status = Integer.parseInt(proxy.head().substring(9, 12));
        proxy.bytes(1);
        return status;
    }

    @Test
    void slowHead_aByteNowAndThen_is408AtTheDeadlineOfTheWholeHead() {
        Testbed.Settings settings = settings();
        Duration ample = Duration.ofSeconds(30);
        settings.limits = new Limits(100, 16_384, Duration.ofMillis(500), ample, ample, MIB);
        try (Testbed bed = new Testbed(settings);
                RawClient client = bed.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n");
            drip(client, "X", Duration.ofMillis(50));
            assertThat(client.head()).startsWith("HTTP/1.1 408 ");
            assertThat(tally.count(Limit.HEADER_TIMEOUT)).isOne();
        }
    }

    @Test
    void slowBody_belowTheLeastRate_is408() {
        Testbed.Settings settings = settings();
        settings.limits = limits(Duration.ofMillis(500), 2_000, 0, 0);
        try (Testbed bed = new Testbed(settings);
                RawClient client = bed.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            shop.accepted().head();
            drip(client, "body", Duration.ofMillis(20));
            assertThat(client.head()).startsWith("HTTP/1.1 408 ");
            assertThat(tally.count(Limit.BODY_RATE)).isOne();
        }
    }

    @Test
    void steadyBody_aboveTheLeastRate_goesOn() {
        Testbed.Settings settings = settings();
        settings.limits = limits(Duration.ofMillis(100), 1, 0, 0);
        try (Testbed bed = new Testbed(settings);
                RawClient client = bed.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400\r\n\r\n");
            RawClient server = shop.accepted();
            server.head();
            drip(client, "01234567", Duration.ofMillis(10));
            assertThat(server.bytes(400)).hasSize(400);
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void slowRead_belowTheLeastRate_isCutOff() {
        Testbed.Settings settings = settings();
        settings.limits = limits(Duration.ofMillis(700), MIB, 0, 0);
        try (Testbed bed = new Testbed(settings);
                RawClient client = RawClient.slow(bed.port())) {
            client.send(GET);
            RawClient server = shop.accepted();
            server.head();
            drops.execute(() -> sendUntilCut(server));
            drops.shutdown();
            client.head();
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
                client.bytes(100);
                return tally.count(Limit.RESPONSE_RATE) == 1;
            });
            await().untilAsserted(() -> assertThat(bed.endings).hasSize(1));
        }
    }

    private static void sendUntilCut(RawClient server) {
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n");
        byte[] piece = new byte[64 * 1024];
        for (int i = 0; i < 3_000; i++) {
            server.send(piece);
        }
    }

    @Test
    void bodySize_lowerOnARoute_is413BeforeAnythingIsForwarded() {
        Testbed.Settings settings = settings();
        var forward = settings.handler;
        settings.handler = exchange -> {
            if (exchange.limitBody(10)) {
                forward.handle(exchange);
            }
        };
        try (Testbed bed = new Testbed(settings);
                RawClient client = bed.client();
                RawClient small = bed.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world");
            assertThat(client.head()).startsWith("HTTP/1.1 413 ");
            assertThat(shop.untaken()).isZero();
            small.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhelloworld");
            assertThat(shop.accepted().until("helloworld")).endsWith("helloworld");
            assertThat(tally.count(Limit.BODY_SIZE)).isOne();
        }
    }

    @Test
    void bodySize_chunkedBeyondTheRoutes_is413() {
        Testbed.Settings settings = settings();
        var forward = settings.handler;
        settings.handler = exchange -> {
            if (exchange.limitBody(10)) {
                forward.handle(exchange);
            }
        };
        try (Testbed bed = new Testbed(settings);
                RawClient client = bed.client()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void headSize_tooLarge_isCounted() {
        try (Testbed bed = new Testbed(settings());
                RawClient client = bed.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n" + ("X-Y: " + "z".repeat(1_000) + "\r\n").repeat(20));
            assertThat(client.head()).startsWith("HTTP/1.1 431 ");
            assertThat(tally.count(Limit.HEADER_SIZE)).isOne();
        }
    }

    @Test
    void memoryAlmostFull_newConnectionsAreClosedAndOldOnesGoOn() {
        Testbed.Settings settings = settings();
        settings.handler = exchange -> exchange.answer(answer(200));
        try (Testbed bed = new Testbed(settings);
                RawClient old = bed.client()) {
            assertThat(asked(old)).isEqualTo("200");
            memory = 0.96;
            overload.look();
            try (RawClient late = bed.client()) {
                assertThat(late.restOrReset()).isEmpty();
            }
            assertThat(old.send(GET).head()).startsWith("HTTP/1.1 200 ").contains("Connection: close\r\n");
            assertThat(tally.count(Limit.OVERLOAD_CONNECTIONS)).isOne();
        }
    }

    @Test
    void limits_changedLive_holdForNewConnections() {
        Testbed.Settings settings = proxied(1);
        try (Testbed bed = new Testbed(settings);
                RawClient first = from(bed, "203.0.113.1")) {
            assertThat(asked(first)).isEqualTo("200");
            Limits more = limits(Duration.ofSeconds(10), 0, 2, 0);
            ListenerConfig now = bed.edge.config();
            bed.edge.use(new ListenerConfig(
                    now.name(), now.bind(), now.protocols(), now.tls(), now.trustedProxies(), true, more));
            try (RawClient second = from(bed, "203.0.113.1");
                    RawClient third = from(bed, "203.0.113.1")) {
                assertThat(asked(second)).isEqualTo("200");
                assertThat(third.restOrReset()).isEmpty();
            }
        }
    }

    /** Sends a little, again and again, until the other side has closed. */
    private void drip(RawClient client, String piece, Duration every) {
        drops.scheduleAtFixedRate(() -> client.send(piece), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }
}
