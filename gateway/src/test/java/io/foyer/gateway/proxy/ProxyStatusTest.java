package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Decision;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors made here say so and why (RFC 9209); 502, 503 and 504 are told apart. */
final class ProxyStatusTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RawShop shop = new RawShop();

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    @Test
    void noServer_is503Unavailable() {
        assertAnswer(Testbed.settings(), GET, 503, "destination_unavailable", UpstreamFault.NO_SERVER);
    }

    @Test
    void refusedConnection_is502() {
        shop.stopListening();
        assertAnswer(Testbed.settings(shop.server()), GET, 502, "connection_refused", UpstreamFault.CONNECT_FAILED);
    }

    @Test
    void unknownName_is502OfDns() {
        Server nowhere = new Server("a", URI.create("http://no-such-host.invalid:8080"));
        assertAnswer(Testbed.settings(nowhere), GET, 502, "dns_error", UpstreamFault.NAME_UNKNOWN);
    }

    @Test
    void connectionBroken_is502Terminated() {
        try (Testbed bed = new Testbed(shop);
                RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            shop.accepted().close();
            assertThat(buyer.head())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("Proxy-Status: foyer; error=connection_terminated; details=\"the shop broke off\"\r\n");
        }
    }

    @Test
    void garbage_is502ProtocolError() {
        try (Testbed bed = new Testbed(shop);
                RawClient buyer = bed.client()) {
            buyer.send(GET);
            shop.accepted().send("SSH-2.0-OpenSSH\r\n\r\n");
            assertThat(buyer.head())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("Proxy-Status: foyer; error=http_protocol_error;");
        }
    }

    @Test
    void silence_is504ResponseTimeout() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.responseTimeout = Duration.ofMillis(200);
        assertAnswer(settings, GET, 504, "http_response_timeout", UpstreamFault.TIMED_OUT);
    }

    @Test
    void allConnectionsBusy_is503ConnectionLimit() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.connections = 1;
        settings.connectTimeout = Duration.ofMillis(200);
        try (Testbed bed = new Testbed(settings);
                RawClient first = bed.client();
                RawClient second = bed.client()) {
            first.send(GET);
            shop.accepted().head();
            second.send(GET);
            assertThat(second.head())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Proxy-Status: foyer; error=connection_limit_reached;");
        }
    }

    @Test
    void answerOfTheShop_saysNothingOfUs() {
        try (Testbed bed = new Testbed(shop);
                RawClient buyer = bed.client()) {
            buyer.send(GET);
            shop.accepted()
                    .send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nProxy-Status: foyer; error=x\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 502 ").doesNotContain("Proxy-Status");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET / HTTP/1.1\\r\\n\\r\\n,400", "GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n,505"})
    void badRequest_isTheClientsError(String request, int status) {
        assertAnswer(Testbed.settings(), request.replace("\\r\\n", "\r\n"), status, "http_request_error", null);
    }

    @Test
    void faultOfFoyer_is500() {
        Testbed.Settings settings = Testbed.settings();
        settings.handler = exchange -> {
            exchange.decided(Decision.OWN);
            throw new IllegalStateException("on purpose");
        };
        assertAnswer(settings, GET, 500, "proxy_internal_error", null);
    }

    private static void assertAnswer(
            Testbed.Settings settings, String request, int status, String error, UpstreamFault fault) {
        try (Testbed bed = new Testbed(settings);
                RawClient buyer = bed.client()) {
            buyer.send(request);
            assertThat(buyer.head())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("Proxy-Status: foyer; error=" + error + "; details=\"");
            assertThat(bed.faults).isEqualTo(fault == null ? java.util.List.of() : java.util.List.of(fault));
        }
    }
}
