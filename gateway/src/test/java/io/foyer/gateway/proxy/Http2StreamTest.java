package io.foyer.gateway.proxy;

import static io.foyer.gateway.proxy.Http2Bed.GET;
import static io.foyer.gateway.proxy.Http2Bed.POST;
import static io.foyer.gateway.proxy.Http2Bed.but;
import static io.foyer.gateway.proxy.Http2Bed.with;
import static io.foyer.gateway.proxy.RawHttp2.DATA;
import static io.foyer.gateway.proxy.RawHttp2.END_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.GOAWAY;
import static io.foyer.gateway.proxy.RawHttp2.HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.RST_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.SETTINGS;
import static io.foyer.gateway.proxy.RawHttp2.WINDOW_UPDATE;
import static io.foyer.gateway.proxy.RawHttp2.hex;
import static io.foyer.gateway.proxy.RawHttp2.int32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.proxy.RawHttp2.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams beside each other: flow control both ways, resets, early answers, limits of time, and the end of a connection. */
class Http2StreamTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Http2Bed bed;

    @BeforeEach
    void open() {
        bed = new Http2Bed();
    }

    @AfterEach
    void close() throws IOException {
        bed.close();
    }

    private void limits(Duration header, Duration idle, Duration body) {
        bed.settings.limits = new ListenerConfig.Limits(100, 16 * 1024, header, idle, body, 200L * 1024 * 1024);
    }

    @Test
    void streams_doNotWaitForEachOther() {
        try (RawHttp2 client =
                bed.client().hello().get(1, but(":path", "/slow")).get(3, but(":path", "/quick"))) {
            RawClient slow = bed.shop.accepted();
            RawClient quick = bed.shop.accepted();
            boolean swapped = slow.head().startsWith("GET /quick");
            quick.head();
            (swapped ? slow : quick).send(OK);
            assertThat(client.outcome(3)).isEqualTo("200");
            (swapped ? quick : slow).send(OK);
            assertThat(client.outcome(1)).isEqualTo("200");
        }
    }

    @Test
    void response_waitsForTheBuyersWindow_andPausesTheShop() {
        byte[] settings = hex("000400000400");
        try (RawHttp2 client =
                bed.client().hello().frame(SETTINGS, 0, 0, settings).get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + "x".repeat(3000));
            assertThat(data(client, 1024).has(END_STREAM)).isFalse();
            client.frame(WINDOW_UPDATE, 0, 1, int32(1000));
            assertThat(data(client, 1000).has(END_STREAM)).isFalse();
            client.frame(WINDOW_UPDATE, 0, 1, int32(10_000));
            assertThat(data(client, 976).has(END_STREAM)).isTrue();
        }
    }

    /** Takes exactly that much in one frame or more, after which nothing comes; returns the last. */
    private static Frame data(RawHttp2 client, int bytes) {
        Frame frame = client.next(DATA);
        int got = frame.payload().length;
        while (got < bytes) {
            frame = client.next(DATA);
            got += frame.payload().length;
        }
        assertThat(got).isEqualTo(bytes);
        assertThat(client.hasInput(50)).isFalse();
        return frame;
    }

    @Test
    void largeResponse_comesWhole() {
        int size = 3 * 1024 * 1024;
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            client.frame(WINDOW_UPDATE, 0, 0, int32(1 << 30));
            RawClient server = bed.shop.accepted();
            server.head();
            Thread sender = new Thread(
                    () -> server.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "y".repeat(size)));
            sender.start();
            int got = 0;
            Frame data;
            do {
                data = client.next(DATA);
                got += data.payload().length;
                client.frame(WINDOW_UPDATE, 0, 1, int32(Math.max(1, data.payload().length)));
            } while (!data.has(END_STREAM));
            assertThat(got).isEqualTo(size);
        }
    }

    @Test
    void upload_getsRoomOnlyAsTheShopTakesIt() {
        bed.settings.responseTimeout = Duration.ofSeconds(60);
        try (RawHttp2 client = bed.client().hello().post(1, with(POST, "content-length", "100000000"))) {
            RawClient server = bed.shop.accepted();
            server.head();
            long sent = 0;
            long room = 65_535;
            // The shop reads nothing: sockets fill up, and then the window closes.
            while (room >= 16_384 && sent < 90_000_000) {
                client.frame(DATA, 0, 1, new byte[16_384]);
                sent += 16_384;
                room -= 16_384;
                while (client.hasInput(room < 32_768 ? 300 : 1)) {
                    Frame frame = client.next();
                    room += frame.type() == WINDOW_UPDATE && frame.stream() == 1 ? frame.number(0) : 0;
                }
            }
            assertThat(sent).as("bytes that sockets and windows took").isLessThan(90_000_000);
            server.bytes((int) sent);
            Frame more = client.next(WINDOW_UPDATE);
            assertThat(more).as("room comes back with the shop's reading").isNotNull();
        }
    }

    @Test
    void buyersReset_breaksOffTheShopsRequest() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            client.frame(RST_STREAM, 0, 1, int32(8));
            assertThat(server.restOrReset()).isEmpty();
            bed.expectGoesOn(client);
        }
        assertThat(bed.bed().endings).contains(Ending.BY_BUYER);
    }

    @Test
    void earlyAnswer_resetsTheRestOfTheRequest_withoutAnError() {
        try (RawHttp2 client = bed.client().hello().post(1, POST).data(1, 0, "abc")) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
            assertThat(client.outcome(1)).isEqualTo("413");
            assertThat(client.next(DATA).has(END_STREAM)).isTrue();
            assertThat(client.outcome(1)).isEqualTo("RST NO_ERROR");
            client.data(1, 0, "more, sent before the buyer knew");
            bed.expectGoesOn(client);
        }
    }

    @Test
    void brokenResponse_isReset_neverEnded() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            assertThat(client.next(DATA).has(END_STREAM)).isFalse();
            server.close();
            assertThat(client.outcome(1)).isEqualTo("RST INTERNAL_ERROR");
        }
        assertThat(bed.bed().endings).containsExactly(Ending.BY_SHOP);
    }

    @Test
    void noShop_is502_andTheConnectionGoesOn() {
        bed.shop.stopListening();
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            assertThat(client.outcome(1)).isEqualTo("502");
            assertThat(client.next(DATA).text()).contains("502");
            client.get(3, but(":path", "/%00"));
            assertThat(client.outcome(3)).isEqualTo("400");
        }
    }

    @Test
    void slowHead_endsTheConnection() {
        limits(Duration.ofMillis(300), Duration.ofSeconds(75), Duration.ofSeconds(10));
        try (RawHttp2 client = bed.client().hello().frame(HEADERS, 0, 1, RawHttp2.block(GET))) {
            assertThat(client.outcome(1)).isEqualTo("GOAWAY NO_ERROR");
        }
        try (RawHttp2 silent = bed.client()) {
            assertThat(silent.outcome(1)).isEqualTo("CLOSED");
        }
    }

    @Test
    void idleConnection_isEnded() {
        limits(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(10));
        try (RawHttp2 client = bed.client().hello()) {
            assertThat(client.outcome(1)).isEqualTo("GOAWAY NO_ERROR");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void slowBody_is408() {
        limits(Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofMillis(300));
        try (RawHttp2 client = bed.client().hello().post(1, POST).data(1, 0, "a")) {
            assertThat(client.outcome(1)).isEqualTo("408");
            assertThat(client.outcome(1)).isEqualTo("RST NO_ERROR");
        }
    }

    @Test
    void buyerThatTakesNothing_isReset() {
        limits(Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofMillis(300));
        try (RawHttp2 client =
                bed.client().hello().frame(SETTINGS, 0, 0, hex("000400000000")).get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            server.send(OK);
            assertThat(client.outcome(1)).isEqualTo("200");
            assertThat(client.outcome(1)).isEqualTo("RST INTERNAL_ERROR");
        }
    }

    @Test
    void drain_saysSo_finishesOpenStreams_andCloses() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            RawClient server = bed.shop.accepted();
            server.head();
            CompletionStage<Void> drained = bed.bed().edge.drain(Duration.ofSeconds(20));
            Frame first = client.next(GOAWAY);
            assertThat(first.number(0)).as("streams on their way are taken").isEqualTo(Integer.MAX_VALUE);
            client.get(3, but(":path", "/late"));
            RawClient late = bed.shop.accepted();
            late.head();
            late.send(OK);
            assertThat(client.outcome(3)).isEqualTo("200");
            Frame second = client.next(GOAWAY);
            assertThat(second.number(0)).isEqualTo(3);
            server.send(OK);
            assertThat(client.outcome(1)).isEqualTo("200");
            assertThat(client.outcome(-1)).isEqualTo("CLOSED");
            await().until(() -> drained.toCompletableFuture().isDone());
        }
    }

    @Test
    void halfOfADrainedConnection_closedByTheLimit() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            bed.shop.accepted().head();
            bed.bed().edge.drain(Duration.ofMillis(200)).toCompletableFuture().join();
            assertThat(client.outcome(1)).startsWith("GOAWAY");
            assertThat(client.outcome(1)).isEqualTo("CLOSED");
        }
    }
}
