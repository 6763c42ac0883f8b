package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Trust;
import io.foyer.gateway.edge.UpstreamFault;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shops behind TLS: who they are is checked, and a shop that is somebody else gets nothing. */
final class SecureShopTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final X509Bundle AUTHORITY = authority();
    private static final String AUTHORITY_PEM = AUTHORITY.getRootCertificatePEM();

    private final RawShop shop = new RawShop(secure("shop.internal"));
    private Testbed bed;

    private static X509Bundle authority() {
        try {
            return new CertificateBuilder()
                    .subject("CN=Test authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A listening socket whose certificate is for that name and for 127.0.0.1. */
    private static ServerSocket secure(String name) {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=shop")
                    .addSanDnsName(name)
                    .addSanIpAddress("127.0.0.1")
                    .buildIssuedBy(AUTHORITY);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
            return context.getServerSocketFactory().createServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        if (bed != null) {
            bed.close();
        }
        shop.close();
    }

    private Server server(String host, Trust trust) {
        return new Server("a", URI.create("https://" + host + ":" + shop.port()), trust);
    }

    private static Trust trust(String serverName) {
        return new Trust(AUTHORITY_PEM, serverName, Trust.Check.FULL);
    }

    private RawClient ask(Server server) {
        bed = new Testbed(server);
        return bed.client().send(GET);
    }

    /** What the buyer gets when the shop's side of the handshake runs as it will. */
    private String refusal(Server server) {
        try (RawClient buyer = ask(server)) {
            CompletableFuture<String> shaking =
                    CompletableFuture.supplyAsync(() -> shop.accepted().restOrReset());
            String head = buyer.head();
            assertThat(shaking.handle((read, failure) -> read == null ? "" : read)
                            .join())
                    .as("no byte of the request")
                    .isEmpty();
            return head;
        }
    }

    @Test
    void known_authorityAndName_requestsShareAConnection() {
        try (RawClient buyer = ask(server("127.0.0.1", trust("shop.internal")))) {
            RawClient server = shop.accepted();
            assertThat(server.head()).startsWith("GET / HTTP/1.1\r\n");
            assertThat(requestedName(server)).isEqualTo("shop.internal");
            server.send(OK);
            assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
            buyer.send(GET);
            server.head();
            server.send(OK);
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
            assertThat(shop.untaken()).isZero();
        }
    }

    private static String requestedName(RawClient server) {
        var names = ((ExtendedSSLSession) ((SSLSocket) server.socket()).getSession()).getRequestedServerNames();
        return names.isEmpty() ? "" : ((SNIHostName) names.get(0)).getAsciiName();
    }

    @Test
    void known_addressInTheCertificate_isGood() {
        try (RawClient buyer = ask(server("127.0.0.1", trust(null)))) {
            RawClient server = shop.accepted();
            server.head();
            assertThat(requestedName(server)).as("an address is no server name").isEmpty();
            server.send(OK);
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void unknownAuthority_isBadGatewayWithAReasonOfItsOwn() {
        assertThat(refusal(server("127.0.0.1", Trust.PLATFORM))).startsWith("HTTP/1.1 502 ");
        assertThat(bed.faults).containsExactly(UpstreamFault.TLS_CERTIFICATE);
    }

    @Test
    void otherName_isBadGateway() {
        assertThat(refusal(server("127.0.0.1", trust("other.internal")))).startsWith("HTTP/1.1 502 ");
        assertThat(refusal(server("localhost", trust(null)))).startsWith("HTTP/1.1 502 ");
        assertThat(bed.faults).containsExactly(UpstreamFault.TLS_CERTIFICATE);
    }

    @Test
    void unchecked_anyoneIsBelieved() {
        try (RawClient buyer = ask(server("127.0.0.1", new Trust(null, "x.internal", Trust.Check.NONE)))) {
            RawClient server = shop.accepted();
            server.head();
            server.send(OK);
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void otherTrust_sameServer_sharesNoConnection() {
        try (RawClient buyer = ask(server("127.0.0.1", new Trust(null, null, Trust.Check.NONE)))) {
            RawClient server = shop.accepted();
            server.head();
            server.send(OK);
            buyer.head();
            buyer.bytes(2);
            bed.choose(server("127.0.0.1", trust("other.internal")));
            buyer.send(GET);
            CompletableFuture<Void> shaking =
                    CompletableFuture.runAsync(() -> shop.accepted().restOrReset());
            assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
            shaking.handle((done, failure) -> done).join();
        }
    }

    @Test
    void plainText_whereTlsShouldBe_isNotTrusted() throws Exception {
        try (RawShop plain = new RawShop();
                RawClient buyer = ask(new Server("a", URI.create("https://127.0.0.1:" + plain.port()), trust(null)))) {
            plain.accepted().send("HTTP/1.1 400 Bad Request\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
            assertThat(bed.faults).containsExactly(UpstreamFault.TLS_FAILED);
        }
    }

    @Test
    void silent_handshakeThatNeverEnds_isGatewayTimeout() throws Exception {
        try (RawShop silent = new RawShop();
                RawClient buyer = ask(new Server("a", URI.create("https://127.0.0.1:" + silent.port()), trust(null)))) {
            assertThat(buyer.head()).startsWith("HTTP/1.1 504 ");
            assertThat(bed.faults).containsExactly(UpstreamFault.CONNECT_TIMED_OUT);
        }
    }

    @Test
    void probe_isAsStrictAsRequestsAre() throws Exception {
        Prober prober = new Prober(Testbed.LOOPS);
        CompletableFuture<Integer> good =
                prober.status(server("127.0.0.1", trust("shop.internal")), "/healthz", Duration.ofSeconds(10));
        RawClient server = shop.accepted();
        assertThat(server.head()).startsWith("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:");
        server.send(OK);
        assertThat(good.get(10, TimeUnit.SECONDS)).isEqualTo(200);

        CompletableFuture<Integer> bad =
                prober.status(server("127.0.0.1", trust("other.internal")), "/healthz", Duration.ofSeconds(10));
        CompletableFuture<Void> shaking =
                CompletableFuture.runAsync(() -> shop.accepted().restOrReset());
        assertThat(bad)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(SSLException.class);
        shaking.handle((done, failure) -> done).join();
    }
}
