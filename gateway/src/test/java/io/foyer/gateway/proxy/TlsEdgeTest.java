package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.tls.ServerCertificate;
import io.foyer.gateway.tls.TestCertificates;
import io.foyer.gateway.tls.TlsFault;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS at the listener, over sockets, with the JDK's client. */
class TlsEdgeTest {
    private static final ServerCertificate ARENA =
            TestCertificates.served(TestCertificates.of("arena.example", "*.arena.example"));
    private static final ServerCertificate CLUB = TestCertificates.served(TestCertificates.of("club.example"));
    private static final String GET = "GET / HTTP/1.1\r\nHost: arena.example\r\n\r\n";

    private RawShop shop;
    private Testbed.Settings settings;
    private Testbed bed;

    @BeforeEach
    void open() throws IOException {
        shop = new RawShop();
        settings = Testbed.settings(shop.server());
        settings.tls = Optional.of(TestCertificates.terms(List.of("http/1.1"), ARENA, CLUB));
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
        shop.close();
    }

    private SSLSocket connect(String host) throws IOException {
        return TlsClient.connect(port(), host);
    }

    private int port() {
        if (bed == null) {
            bed = new Testbed(settings);
        }
        return bed.port();
    }

    private static X509Certificate shown(SSLSocket socket) throws SSLException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @Test
    void request_reachesTheShopAsHttps() throws Exception {
        try (RawClient buyer = new RawClient(connect("arena.example"))) {
            buyer.send(GET);
            RawClient server = shop.accepted();
            assertThat(server.head()).contains("X-Forwarded-Proto: https\r\n");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertThat(buyer.head()).startsWith("HTTP/1.1 200");
            assertThat(buyer.bytes(2)).isEqualTo("ok");
        }
        assertThat(bed.tlsAgreed).containsExactly("TLSv1.3");
        await().untilAsserted(() -> assertThat(bed.protocols).containsExactly("HTTP/1.1 over TLS"));
    }

    @Test
    void certificate_isPickedByName() throws Exception {
        for (String host : List.of("arena.example", "www.arena.example", "elsewhere.example", "a.b.arena.example")) {
            try (SSLSocket socket = TlsClient.strangerTo(port(), host)) {
                assertThat(shown(socket)).as(host).isEqualTo(ARENA.chain().get(0));
            }
        }
        try (SSLSocket club = TlsClient.strangerTo(port(), "CLUB.example")) {
            assertThat(shown(club)).isEqualTo(CLUB.chain().get(0));
        }
    }

    @Test
    void noName_getsTheFirstCertificate() throws Exception {
        try (SSLSocket unnamed = TlsClient.connect(port(), parameters -> {})) {
            assertThat(shown(unnamed)).isEqualTo(ARENA.chain().get(0));
        }
    }

    @Test
    void newCertificate_isForNewConnections_oldOnesGoOn() throws Exception {
        ServerCertificate renewed = TestCertificates.served(TestCertificates.of("arena.example"));
        try (SSLSocket old = connect("arena.example")) {
            var config = bed.edge.config();
            bed.edge.use(new ListenerConfig(
                    config.name(),
                    config.bind(),
                    List.of(Protocol.HTTP_1_1),
                    Optional.of(TestCertificates.terms(List.of("http/1.1"), renewed)),
                    config.trustedProxies(),
                    false,
                    config.limits()));
            try (SSLSocket fresh = TlsClient.strangerTo(port(), "arena.example")) {
                assertThat(shown(fresh)).isEqualTo(renewed.chain().get(0));
            }
            assertThat(shown(old)).isEqualTo(ARENA.chain().get(0));
            RawClient buyer = new RawClient(old);
            buyer.send(GET);
            RawClient server = shop.accepted();
            server.head();
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void versionTls11_isRefusedAndCounted() {
        bed = new Testbed(settings);
        try (RawClient buyer = bed.client()) {
            buyer.send(TlsClient.hello11());
            assertThat(buyer.bytes(7))
                    .as("a fatal alert: protocol_version")
                    .isEqualTo("\u0015\u0003\u0001\u0000\u0002\u0002F");
        }
        await().untilAsserted(() -> assertThat(bed.tlsFailed).containsExactly(TlsFault.NO_COMMON_VERSION));
    }

    @Test
    void session_isResumedByTicket() throws Exception {
        long created;
        try (SSLSocket first = TlsClient.connect12(port(), "arena.example")) {
            created = first.getSession().getCreationTime();
        }
        try (SSLSocket second = TlsClient.connect12(port(), "arena.example")) {
            assertThat(second.getSession().getCreationTime()).isEqualTo(created);
        }
    }

    @Test
    void plainHttp_isTurnedAway() {
        bed = new Testbed(settings);
        try (RawClient buyer = bed.client()) {
            assertThat(buyer.send(GET).restOrReset()).doesNotContain("HTTP/1.1 2");
        }
        await().untilAsserted(() -> assertThat(bed.tlsFailed).containsExactly(TlsFault.NOT_TLS));
    }

    @Test
    void hugeClientHello_isTurnedAway() {
        bed = new Testbed(settings);
        try (RawClient buyer = bed.client()) {
            // One record of 64 bytes that begins a ClientHello of 1 MiB.
            buyer.send("\u0016\u0003\u0001\u0000\u0040\u0001\u0010\u0000\u0000" + "x".repeat(60));
            buyer.restOrReset();
        }
        await().untilAsserted(() -> assertThat(bed.tlsFailed).containsExactly(TlsFault.HELLO_TOO_LARGE));
    }

    @Test
    void halfAHandshake_isTimedOut() {
        settings.limits = new ListenerConfig.Limits(
                1000, 16 * 1024, Duration.ofMillis(300), Duration.ofSeconds(75), Duration.ofSeconds(10), 1 << 20);
        bed = new Testbed(settings);
        try (RawClient buyer = bed.client()) {
            assertThat(buyer.send("\u0016\u0003\u0001\u0000\u0040").restOrReset())
                    .isEmpty();
        }
        await().untilAsserted(() -> assertThat(bed.tlsFailed).containsExactly(TlsFault.TIMED_OUT));
    }

    @Test
    void lastResponse_endsWithTlsWordForIt() throws Exception {
        try (SSLSocket socket = connect("arena.example")) {
            RawClient buyer = new RawClient(socket);
            buyer.send("GET / HTTP/1.1\r\nHost: arena.example\r\nConnection: close\r\n\r\n");
            RawClient server = shop.accepted();
            server.head();
            String body = "x".repeat(1 << 20);
            server.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body);
            server.close();
            buyer.head();
            assertThat(buyer.rest()).contains("x".repeat(1 << 10)).hasSizeGreaterThan(body.length());
        }
    }

    @Test
    void brokenResponse_endsWithoutIt() throws Exception {
        try (SSLSocket socket = connect("arena.example")) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: arena.example\r\n\r\n".getBytes(ISO_8859_1));
            RawClient server = shop.accepted();
            server.head();
            server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            byte[] read = new byte[64];
            assertThat(socket.getInputStream().read(read)).isPositive();
            server.close();
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }
}
