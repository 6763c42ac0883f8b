package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.tls.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway over TLS and HTTP/2, with the JDK's client. One buyer may be in the shop at a time. */
class Http2IT {
    private static final String PLAIN = "- { name: web, bind: \"127.0.0.1:0\" }";
    private static final String BOTH =
            PLAIN + "\n  - { name: tls, bind: \"127.0.0.1:0\", tls: { cert: arena.pem, key: arena-key.pem,"
                    + " certificates: [ { cert: club.pem, key: club-key.pem } ] } }";

    @TempDir
    private Path folder;

    private final X509Bundle arena = TestCertificates.of("localhost");
    private final X509Bundle club = TestCertificates.of("club.example");
    private RunningFoyer gateway;

    @BeforeEach
    void start() throws Exception {
        put("arena", arena);
        put("club", club);
        gateway = new RunningFoyer(folder, PLAIN, BOTH);
        await().until(() -> gateway.ops("GET", "/metrics").contains("foyer_upstream_up{shop=\"arena\"} 1"));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private void put(String name, X509Bundle bundle) throws IOException {
        Files.writeString(folder.resolve(name + "-key.pem"), bundle.getPrivateKeyPEM());
        Files.writeString(folder.resolve(name + ".pem"), bundle.getCertificatePathPEM());
    }

    private int port() {
        return gateway.foyer().address("tls").getPort();
    }

    /** A buyer with cookies, on one connection. */
    private final class Browser {
        private final HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TestCertificates.trusting())
                .build();
        private final List<String> cookies = new ArrayList<>();

        HttpResponse<String> send(String method, String path) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("accept", "text/html");
            cookies.forEach(cookie -> request.header("cookie", cookie));
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String line : response.headers().allValues("set-cookie")) {
                assertThat(line).startsWith("__Host-foyer-").contains("; Secure");
                String pair = line.substring(0, line.indexOf(';'));
                cookies.removeIf(cookie -> cookie.startsWith(pair.substring(0, pair.indexOf('=') + 1)));
                if (!line.contains("Max-Age=0")) {
                    cookies.add(pair);
                }
            }
            return response;
        }
    }

    private SSLSocket connect(String host) throws IOException {
        SSLSocket socket = (SSLSocket)
                TestCertificates.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private Certificate shown(String host) throws IOException {
        try (SSLSocket socket = connect(host)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void buyers_enterOrderAndWait_overHttp2() throws Exception {
        gateway.shop().stubFor(post(urlEqualTo("/orders")).willReturn(status(201)));
        Browser inside = new Browser();
        Browser waiting = new Browser();

        await().until(() -> inside.send("GET", "/").statusCode() == 200);
        HttpResponse<String> entered = inside.send("GET", "/events?x=1");
        assertThat(entered.statusCode()).isEqualTo(200);
        assertThat(entered.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(entered.body()).isEqualTo("the shop");
        assertThat(gateway.atShop("/events").get(0).getHeader("X-Forwarded-Proto"))
                .isEqualTo("https");
        assertThat(gateway.atShop("/events").get(0).getHeader("Cookie")).isNull();

        HttpResponse<String> page = waiting.send("GET", "/events");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.headers().firstValue("date")).isPresent();
        assertThat(waiting.send("GET", "/_foyer/status").body()).contains("\"waiting\"");

        assertThat(inside.send("POST", "/orders").statusCode()).isEqualTo(201);
        assertThat(inside.send("POST", "/_foyer/leave").statusCode()).isEqualTo(200);
        await().until(() -> waiting.send("GET", "/_foyer/status").body().contains("\"called\""));
        assertThat(waiting.send("GET", "/events").statusCode()).isEqualTo(200);
    }

    @Test
    void certificate_isPickedByName() throws Exception {
        assertThat(shown("localhost")).isEqualTo(arena.getCertificate());
        assertThat(shown("club.example")).isEqualTo(club.getCertificate());
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_tls_handshakes_total{listener=\"tls\",version=\"TLSv1.3\"} 2")
                .contains("foyer_tls_certificate_expiry_timestamp_seconds{listener=\"tls\"}");
    }

    @Test
    void renewedCertificate_isTakenUp_andConnectionsGoOn() throws Exception {
        try (SSLSocket old = connect("localhost")) {
            assertThat(statusOn(old)).isEqualTo("200");
            X509Bundle renewed = TestCertificates.of("localhost");
            put("arena", renewed);

            await().until(() -> shown("localhost").equals(renewed.getCertificate()));
            assertThat(statusOn(old)).isEqualTo("200");
        }
    }

    @Test
    void brokenCertificate_changesNothing_andSaysWhy() throws Exception {
        Files.writeString(folder.resolve("arena.pem"), "not a certificate");

        await().until(() -> gateway.ops("GET", "/v1/status").contains("holds no certificate"));
        assertThat(shown("localhost")).isEqualTo(arena.getCertificate());
    }

    private static String statusOn(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET /assets/a HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        StringBuilder read = new StringBuilder();
        while (read.indexOf("the shop") < 0) {
            read.append((char) socket.getInputStream().read());
        }
        int status = read.indexOf("HTTP/1.1 ") + 9;
        return read.substring(status, status + 3);
    }
}
