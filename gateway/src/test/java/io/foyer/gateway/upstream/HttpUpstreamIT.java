package io.foyer.gateway.upstream;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream;
import io.foyer.admission.upstream.Upstream.Health.State;
import io.foyer.admission.upstream.UpstreamProvider;
import io.foyer.gateway.upstream.Probe.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpUpstreamIT {
    private static final HealthTerms TERMS =
            new HealthTerms("/healthz", Duration.ofMillis(100), Duration.ofSeconds(10), 2, 2);
    private static final HealthTerms IMPATIENT =
            new HealthTerms("/healthz", Duration.ofMillis(100), Duration.ofMillis(300), 2, 2);

    private static final Finding LATE = Finding.bad("no whole answer within 300ms");

    private final WireMockServer shop =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final WireMockServer standby =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final HttpProbe probe = new HttpProbe();

    @BeforeEach
    void open() {
        shop.start();
        standby.start();
        healthzAnswers(shop, aResponse().withStatus(200));
        healthzAnswers(standby, aResponse().withStatus(204));
    }

    @AfterEach
    void close() {
        shop.stop();
        standby.stop();
    }

    @Test
    void provider_shopFailsAndComesBack_standbyTakesOverAndHandsBack() {
        UpstreamProvider http = ServiceLoader.load(UpstreamProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals("http"))
                .findFirst()
                .orElseThrow();
        Map<String, Object> settings = Map.of(
                "zones", List.of(Map.of("name", "a", "servers", List.of(shop.baseUrl()))),
                "standby", Map.of("servers", List.of(standby.baseUrl())),
                "health", Map.of("path", "/healthz", "interval", "100ms", "unhealthy-after", 2, "healthy-after", 2));
        http.check(settings);
        try (Upstream upstream = http.open("arena", settings)) {
            healthzAnswers(shop, aResponse().withStatus(503));
            await().untilAsserted(() -> assertThat(chosen(upstream)).isEqualTo(standby.baseUrl()));
            assertThat(upstream.health().state()).isEqualTo(State.DEGRADED);

            healthzAnswers(shop, aResponse().withStatus(200));
            await().untilAsserted(() -> assertThat(chosen(upstream)).isEqualTo(shop.baseUrl()));
            assertThat(upstream.health().state()).isEqualTo(State.HEALTHY);
        }
    }

    @Test
    void check_goodAnswer_asksThePathPlainly() {
        assertThat(check(shop.baseUrl())).isEqualTo(Finding.GOOD);
        shop.verify(getRequestedFor(urlEqualTo("/healthz")).withoutHeader("Upgrade"));
    }

    @Test
    void check_redirect_isGoodAndNotFollowed() {
        healthzAnswers(shop, aResponse().withStatus(302).withHeader("Location", "/login"));

        assertThat(check(shop.baseUrl())).isEqualTo(Finding.GOOD);
        shop.verify(0, getRequestedFor(urlEqualTo("/login")));
    }

    @Test
    void check_errorStatus_isBad() {
        healthzAnswers(shop, aResponse().withStatus(404));

        assertThat(check(shop.baseUrl())).isEqualTo(Finding.bad("status 404"));
    }

    @Test
    void check_hugeBody_countsByItsStatusAndReadsABoundedPart() {
        healthzAnswers(shop, aResponse().withStatus(200).withBody(new byte[4 * 1024 * 1024]));

        assertThat(check(shop.baseUrl())).isEqualTo(Finding.GOOD);
    }

    @Test
    void check_bodyThatDribbles_isBadAfterTheTimeout() {
        healthzAnswers(shop, aResponse().withStatus(200).withBody("slow").withChunkedDribbleDelay(4, 20_000));

        assertThat(check(shop.baseUrl(), IMPATIENT)).isEqualTo(LATE);
    }

    @Test
    void check_notHttp_isBad() {
        healthzAnswers(shop, aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));

        assertThat(check(shop.baseUrl()).good()).isFalse();
    }

    @Test
    void check_silentServer_isBadAfterTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(check("http://127.0.0.1:" + silent.getLocalPort(), IMPATIENT))
                    .isEqualTo(LATE);
        }
    }

    @Test
    void check_nobodyListens_isBadWithAReason() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        Finding finding = check("http://127.0.0.1:" + port);

        assertThat(finding.good()).isFalse();
        assertThat(finding.reason()).contains("onnect");
    }

    private Finding check(String base) {
        return check(base, TERMS);
    }

    private Finding check(String base, HealthTerms terms) {
        return probe.check(new Server("a", URI.create(base)), terms)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static void healthzAnswers(WireMockServer server, ResponseDefinitionBuilder response) {
        server.stubFor(get("/healthz").willReturn(response));
    }

    private static String chosen(Upstream upstream) {
        return upstream.choose().orElseThrow().base().toString();
    }
}
