package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.edge.UpstreamFault;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shops that speak HTTP/2, as gRPC does: streams on one connection, trailers, and both directions at once. */
@Timeout(60)
final class Http2ShopTest {
    private static final String GET = "GET /a?b=1 HTTP/1.1\r\nHost: tickets.example\r\nAccept: x\r\n\r\n";
    /** As a gRPC client calls. */
    static final String[] CALL = {
        ":method",
        "POST",
        ":scheme",
        "http",
        ":path",
        "/tickets.Seats/Watch",
        ":authority",
        "tickets.example",
        "content-type",
        "application/grpc",
        "te",
        "trailers"
    };

    private final Http2Shop shop = new Http2Shop(Http2Settings.defaultSettings().maxConcurrentStreams(2));
    private final Testbed bed = new Testbed(settings());

    private Testbed.Settings settings() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.protocols = List.of(Protocol.H2C, Protocol.HTTP_1_1);
        settings.responseTimeout = Duration.ofSeconds(2);
        return settings;
    }

    @AfterEach
    void close() {
        shop.close();
        bed.close();
    }

    @Test
    void request_ofHttp1_isAStreamAndItsAnswerComesBack() {
        try (RawClient buyer = bed.client().send(GET)) {
            Http2Shop.Stream stream = shop.accepted();
            assertThat(stream.next()).isEqualTo("end");
            assertThat(stream.request.method()).hasToString("GET");
            assertThat(stream.request.path()).hasToString("/a?b=1");
            assertThat(stream.request.authority()).hasToString("tickets.example");
            assertThat(stream.request.scheme()).hasToString("http");
            assertThat(stream.request.get("x-forwarded-for")).hasToString("127.0.0.1");
            assertThat(stream.request.contains("host")).isFalse();
            stream.respond(false, ":status", "200", "content-length", "2", "x-a", "b")
                    .data("ok", true);
            assertThat(buyer.head() + buyer.bytes(2))
                    .startsWith("HTTP/1.1 200 \r\nx-a: b\r\nContent-Length: 2\r\n")
                    .endsWith("\r\n\r\nok");
            buyer.send(GET);
            shop.accepted().respond(true, ":status", "204");
            assertThat(buyer.head()).startsWith("HTTP/1.1 204 ");
            assertThat(shop.connections).as("streams of one connection").hasSize(1);
        }
    }

    @Test
    void call_streamsBothWays_andEndsWithTrailers() {
        try (RawHttp2 buyer = RawHttp2.connect(bed.port()).hello()) {
            buyer.post(1, CALL).data(1, 0, "one");
            Http2Shop.Stream stream = shop.accepted();
            assertThat(stream.request.get("te")).hasToString("trailers");
            assertThat(stream.request.get("content-type")).hasToString("application/grpc");
            assertThat(stream.next()).isEqualTo("data:one");
            stream.respond(false, ":status", "200", "content-type", "application/grpc")
                    .data("uno", false);
            assertThat(buyer.fields(buyer.next(RawHttp2.HEADERS)).status()).hasToString("200");
            assertThat(buyer.next(RawHttp2.DATA).text()).isEqualTo("uno");
            buyer.data(1, 0, "two");
            assertThat(stream.next()).isEqualTo("data:two");
            stream.data("dos", false);
            assertThat(buyer.next(RawHttp2.DATA).text()).isEqualTo("dos");
            buyer.data(1, RawHttp2.END_STREAM, "three");
            assertThat(stream.next()).isEqualTo("data:three");
            assertThat(stream.next()).isEqualTo("end");
            stream.respond(true, "grpc-status", "0", "grpc-message", "done");
            RawHttp2.Frame last = buyer.next(RawHttp2.HEADERS);
            assertThat(last.has(RawHttp2.END_STREAM)).isTrue();
            assertThat(buyer.fields(last).get("grpc-status")).hasToString("0");
        }
        assertThat(bed.faults).isEmpty();
    }

    @Test
    void call_refusedWithHeadersOnly_reachesTheBuyer() {
        try (RawHttp2 buyer = RawHttp2.connect(bed.port()).hello()) {
            buyer.post(1, CALL).data(1, RawHttp2.END_STREAM, "x");
            shop.accepted().respond(true, ":status", "200", "content-type", "application/grpc", "grpc-status", "12");
            assertThat(buyer.fields(buyer.next(RawHttp2.HEADERS)).get("grpc-status"))
                    .hasToString("12");
        }
        await().untilAsserted(() -> assertThat(bed.protocols).containsExactly("HTTP/2"));
    }

    @Test
    void trailers_ofTheRequest_reachTheShop() {
        try (RawClient buyer = bed.client()) {
            buyer.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n");
            Http2Shop.Stream stream = shop.accepted();
            assertThat(stream.next()).isEqualTo("data:abc");
            assertThat(stream.next()).isEqualTo("trailers:x-sum=7");
            assertThat(stream.next()).isEqualTo("end");
            stream.respond(true, ":status", "200");
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 ").contains("Content-Length: 0\r\n");
        }
    }

    @Test
    void streams_moreThanOneConnectionTakes_getAnother() {
        try (RawClient first = bed.client().send(GET)) {
            shop.accepted();
            await().until(() -> shop.connections.size() == 1);
            try (RawClient second = bed.client().send(GET)) {
                Http2Shop.Stream of = shop.accepted();
                try (RawClient third = bed.client().send(GET)) {
                    Http2Shop.Stream last = shop.accepted();
                    assertThat(shop.connections).hasSize(2);
                    assertThat(bed.upstreamOpen).hasValue(2);
                    assertThat(bed.streamsOpen).hasValue(3);
                    of.respond(true, ":status", "200");
                    last.respond(true, ":status", "200");
                    assertThat(second.head()).startsWith("HTTP/1.1 200 ");
                    assertThat(third.head()).startsWith("HTTP/1.1 200 ");
                }
            }
        }
    }

    @Test
    void goAway_nextRequest_takesANewConnection() {
        try (RawClient buyer = bed.client().send(GET)) {
            Http2Shop.Stream stream = shop.accepted();
            shop.goAway();
            stream.respond(true, ":status", "200");
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
            await().until(() -> !shop.connections.get(0).isActive());
            await().until(() -> bed.upstreamOpen.get() == 0 && bed.streamsOpen.get() == 0);
            buyer.send(GET);
            shop.accepted().respond(true, ":status", "200");
            assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
            assertThat(shop.connections).hasSize(2);
        }
    }

    @Test
    void reset_beforeTheResponse_isBadGateway_andOthersGoOn() {
        try (RawClient buyer = bed.client().send(GET);
                RawClient other = bed.client().send(GET)) {
            shop.accepted().reset(Http2Error.INTERNAL_ERROR);
            shop.accepted().respond(true, ":status", "200");
            String both = buyer.head().substring(0, 13) + other.head().substring(0, 13);
            assertThat(both).contains("HTTP/1.1 502 ", "HTTP/1.1 200 ");
            assertThat(bed.faults).containsExactly(UpstreamFault.BROKEN);
        }
    }

    @Test
    void silent_shop_isGatewayTimeoutAndToldSo() {
        try (RawClient buyer = bed.client().send(GET)) {
            Http2Shop.Stream stream = shop.accepted();
            assertThat(stream.next()).isEqualTo("end");
            assertThat(buyer.head()).startsWith("HTTP/1.1 504 ");
            assertThat(stream.next()).isEqualTo("reset");
        }
    }

    @Test
    void field_thatWouldEndItsLine_isGarbage() {
        for (String[] fields : List.of(
                new String[] {":status", "200", "x", "a\r\nSet-Cookie: b=c"},
                new String[] {":status", "200", "x y", "a"},
                new String[] {":status", "101"},
                new String[] {":status", "2000"})) {
            try (RawClient buyer = bed.client().send(GET)) {
                shop.accepted().respond(true, fields);
                assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
            }
        }
        assertThat(bed.faults).isNotEmpty().doesNotContain(UpstreamFault.TIMED_OUT);
    }

    @Test
    void body_shorterThanItsLength_isCut() {
        try (RawClient buyer = bed.client().send(GET)) {
            shop.accepted()
                    .respond(false, ":status", "200", "content-length", "5")
                    .data("abc", true);
            assertThat(buyer.head() + buyer.restOrReset())
                    .contains("Content-Length: 5\r\n")
                    .doesNotContain("abcd");
            assertThat(bed.faults).containsExactly(UpstreamFault.BROKEN);
        }
    }

    @Test
    void download_buyerReadsNothing_shopIsStopped() {
        try (RawClient buyer = RawClient.slow(bed.port()).send(GET)) {
            Http2Shop.Stream stream = shop.accepted();
            stream.respond(false, ":status", "200");
            int sent = 0;
            while (stream.isWritable() && sent < 1000) {
                stream.data(new byte[64 * 1024]);
                sent++;
                await().pollDelay(Duration.ofMillis(2)).until(() -> true);
            }
            assertThat(sent).as("pieces of 64 KiB").isLessThan(1000);
        }
    }

    @Test
    void probe_overHttp2_seesTheStatus() throws Exception {
        var status = new Prober(Testbed.LOOPS).status(shop.server(), "/healthz", Duration.ofSeconds(10));
        Http2Shop.Stream stream = shop.accepted();
        assertThat(stream.request.path()).hasToString("/healthz");
        stream.respond(true, ":status", "200");
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    }
}
