package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Trust;
import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.tls.TestCertificates;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shops that speak HTTP/2 over TLS ({@code h2://}): calls pass as without it, and a shop that is somebody else gets nothing. */
@Timeout(60)
final class SecureHttp2ShopTest {
    private static final X509Bundle SHOP = TestCertificates.of("shop.internal");
    private static final Trust TRUSTED = new Trust(SHOP.getRootCertificatePEM(), "shop.internal", Trust.Check.FULL);
    private static final String GET = "GET / HTTP/1.1\r\nHost: tickets.example\r\n\r\n";

    private Http2Shop shop;
    private Testbed bed;

    private void open(String spoken, Trust trust) throws Exception {
        SslContext context = SslContextBuilder.forServer(SHOP.toKeyManagerFactory())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        spoken))
                .build();
        shop = new Http2Shop(Http2Settings.defaultSettings(), context);
        Server plain = shop.server();
        Testbed.Settings settings = Testbed.settings(new Server(plain.zone(), plain.base(), trust));
        settings.protocols = List.of(Protocol.H2C, Protocol.HTTP_1_1);
        bed = new Testbed(settings);
    }

    @AfterEach
    void close() {
        shop.close();
        bed.close();
    }

    @Test
    void call_overVerifiedTls_streamsAndEndsWithTrailers() throws Exception {
        open("h2", TRUSTED);
        try (RawHttp2 buyer = RawHttp2.connect(bed.port()).hello()) {
            buyer.post(1, Http2ShopTest.CALL).data(1, 0, "one");
            Http2Shop.Stream stream = shop.accepted();
            assertThat(stream.next()).isEqualTo("data:one");
            assertThat(stream.request.scheme()).hasToString("https");
            stream.respond(false, ":status", "200", "content-type", "application/grpc")
                    .data("uno", false);
            assertThat(buyer.fields(buyer.next(RawHttp2.HEADERS)).status()).hasToString("200");
            assertThat(buyer.next(RawHttp2.DATA).text()).isEqualTo("uno");
            buyer.data(1, RawHttp2.END_STREAM, "two");
            assertThat(stream.next()).isEqualTo("data:two");
            assertThat(stream.next()).isEqualTo("end");
            stream.respond(true, "grpc-status", "0");
            RawHttp2.Frame last = buyer.next(RawHttp2.HEADERS);
            assertThat(last.has(RawHttp2.END_STREAM)).isTrue();
            assertThat(buyer.fields(last).get("grpc-status")).hasToString("0");
        }
        assertThat(bed.faults).isEmpty();
    }

    @Test
    void requests_shareAConnection() throws Exception {
        open("h2", TRUSTED);
        try (RawClient buyer = bed.client()) {
            for (int i = 0; i < 3; i++) {
                buyer.send(GET);
                shop.accepted().respond(true, ":status", "204");
                assertThat(buyer.head()).startsWith("HTTP/1.1 204 ");
            }
        }
        assertThat(shop.connections).hasSize(1);
    }

    @Test
    void otherName_isBadGateway() throws Exception {
        open("h2", new Trust(SHOP.getRootCertificatePEM(), "other.internal", Trust.Check.FULL));
        expectRefusal(UpstreamFault.TLS_CERTIFICATE);
    }

    @Test
    void unknownAuthority_isBadGateway() throws Exception {
        open("h2", new Trust(null, "shop.internal", Trust.Check.FULL));
        expectRefusal(UpstreamFault.TLS_CERTIFICATE);
    }

    @Test
    void shopThatAgreesToHttp1Only_isBadGateway() throws Exception {
        open("http/1.1", TRUSTED);
        expectRefusal(UpstreamFault.TLS_FAILED);
    }

    private void expectRefusal(UpstreamFault fault) {
        try (RawClient buyer = bed.client().send(GET)) {
            assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
        }
        assertThat(bed.faults).containsExactly(fault);
        assertThat(shop.hasStreams()).as("a request reached it").isFalse();
    }
}
