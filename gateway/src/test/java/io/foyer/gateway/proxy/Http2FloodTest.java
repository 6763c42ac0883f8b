package io.foyer.gateway.proxy;

import static io.foyer.gateway.proxy.Http2Bed.GET;
import static io.foyer.gateway.proxy.Http2Bed.POST;
import static io.foyer.gateway.proxy.Http2Bed.with;
import static io.foyer.gateway.proxy.RawHttp2.CONTINUATION;
import static io.foyer.gateway.proxy.RawHttp2.DATA;
import static io.foyer.gateway.proxy.RawHttp2.END_HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.END_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.PING;
import static io.foyer.gateway.proxy.RawHttp2.PRIORITY;
import static io.foyer.gateway.proxy.RawHttp2.RST_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.SETTINGS;
import static io.foyer.gateway.proxy.RawHttp2.WINDOW_UPDATE;
import static io.foyer.gateway.proxy.RawHttp2.block;
import static io.foyer.gateway.proxy.RawHttp2.bytes;
import static io.foyer.gateway.proxy.RawHttp2.hex;
import static io.foyer.gateway.proxy.RawHttp2.int32;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.edge.Flood;
import io.foyer.gateway.exchange.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Floods end the connection with ENHANCE_YOUR_CALM and are counted; what a hasty but honest client sends does not. */
class Http2FloodTest {
    private Http2Bed bed;

    @BeforeEach
    void open() {
        bed = new Http2Bed();
        // Nothing of a flood is to depend on a shop.
        Answer answer = new Answer(200, new byte[0], new byte[0]);
        bed.settings.handler = exchange -> {
            if (exchange.request().method().equals("GET")) {
                exchange.answer(answer);
            }
        };
    }

    @AfterEach
    void close() throws IOException {
        bed.close();
    }

    /**
     * @param honest how many pieces pass
     * @param piece makes the n-th piece of the flood
     */
    record Case(String advisory, Flood kind, int honest, int flood, IntFunction<byte[]> piece) {
        @Override
        public String toString() {
            return advisory + ": " + kind;
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return bytes(type, flags, stream, payload.length, payload);
    }

    private static byte[] request(int n, String... fields) {
        return frame(HEADERS, END_HEADERS | END_STREAM, 2 * n + 1, block(fields));
    }

    static List<Case> floods() {
        byte[] empty = new byte[0];
        return List.of(
                new Case(
                        "CVE-2023-44487, rapid reset",
                        Flood.RESET,
                        150,
                        500,
                        n -> joined(
                                frame(HEADERS, END_HEADERS, 2 * n + 1, block(POST)),
                                frame(RST_STREAM, 0, 2 * n + 1, int32(8)))),
                new Case(
                        "CVE-2025-8671, MadeYouReset by windows",
                        Flood.PROVOKED_RESET,
                        80,
                        300,
                        n -> joined(
                                frame(HEADERS, END_HEADERS, 2 * n + 1, block(POST)),
                                frame(WINDOW_UPDATE, 0, 2 * n + 1, int32(0)))),
                new Case(
                        "CVE-2025-8671, MadeYouReset by fields",
                        Flood.PROVOKED_RESET,
                        80,
                        300,
                        n -> request(n, with(GET, "connection", "close"))),
                new Case("CVE-2019-9515, settings", Flood.SETTINGS, 20, 200, n -> frame(SETTINGS, 0, 0, empty)),
                new Case("CVE-2019-9512, ping", Flood.PING, 100, 800, n -> frame(PING, 0, 0, new byte[8])),
                new Case(
                        "CVE-2019-9513, priority",
                        Flood.PRIORITY,
                        500,
                        3000,
                        n -> frame(PRIORITY, 0, 2 * n + 1, hex("0000000010"))),
                new Case(
                        "CVE-2019-9511, window updates",
                        Flood.WINDOW_UPDATE,
                        500,
                        3000,
                        n -> frame(WINDOW_UPDATE, 0, 0, int32(1))),
                new Case(
                        "CVE-2019-9518, empty data",
                        Flood.EMPTY_DATA,
                        20,
                        200,
                        n -> n == 0 ? frame(HEADERS, END_HEADERS, 1, block(POST)) : frame(DATA, 0, 1, empty)),
                new Case("RFC 9113 5.5, unknown frames", Flood.UNKNOWN, 100, 800, n -> frame(0xbe, 0, 0, empty)),
                new Case(
                        "CVE-2024-27316, continuation",
                        Flood.CONTINUATION,
                        5,
                        100,
                        n -> n == 0 ? frame(HEADERS, 0, 1, block(GET)) : frame(CONTINUATION, 0, 1, block("x", "y"))),
                new Case(
                        "CVE-2026-33871, empty continuation",
                        Flood.CONTINUATION,
                        5,
                        100,
                        n -> n == 0 ? frame(HEADERS, 0, 1, block(GET)) : frame(CONTINUATION, 0, 1, empty)));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void flood_endsTheConnection_andIsCounted(Case each) {
        try (RawHttp2 client = bed.client().hello()) {
            sendUntilClosed(client, each);
            assertThat(client.outcome(-1)).isIn("GOAWAY ENHANCE_YOUR_CALM", "CLOSED");
        }
        await().untilAsserted(() -> assertThat(bed.bed().floods).containsExactly(each.kind()));
    }

    private static void sendUntilClosed(RawHttp2 client, Case each) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int n = 0; n < each.flood(); n++) {
            all.writeBytes(each.piece().apply(n));
        }
        try {
            client.raw(all.toByteArray());
        } catch (UncheckedIOException closed) {
            // The gateway has had enough before all was sent.
        }
    }

    @ParameterizedTest
    @MethodSource("floods")
    void someOfIt_isNoFlood(Case each) {
        try (RawHttp2 client = bed.client().hello()) {
            for (int n = 0; n < each.honest(); n++) {
                client.raw(each.piece().apply(n));
            }
            if (each.kind() == Flood.CONTINUATION) {
                client.frame(CONTINUATION, END_HEADERS, 1, new byte[0]);
            }
            client.get(100_001, GET);
            assertThat(client.outcome(100_001)).isEqualTo("200");
        }
        assertThat(bed.bed().floods).isEmpty();
    }

    @Test
    void hpackBomb_isBounded() {
        try (RawHttp2 client = bed.client().hello()) {
            // One large field goes into the table, then every byte of the block repeats it.
            byte[] large = joined(
                    new byte[] {0x40, 1, 'x', 127, (byte) 0x81, 0x1e},
                    "a".repeat(4000).getBytes(US_ASCII));
            byte[] repeats = new byte[12_000];
            Arrays.fill(repeats, (byte) 0xbe);
            client.frame(HEADERS, END_HEADERS | END_STREAM, 1, joined(block(GET), large, repeats));
            assertThat(client.outcome(1)).isEqualTo("431");
            client.get(3, GET);
            assertThat(client.outcome(3)).isEqualTo("200");
        }
    }

    @Test
    void headerBlockWithoutEnd_isBounded() {
        try (RawHttp2 client = bed.client().hello()) {
            byte[] part = Arrays.copyOf(block("x", "a".repeat(16_000)), 16_000);
            client.frame(HEADERS, 0, 1, part).frame(CONTINUATION, 0, 1, part).frame(CONTINUATION, 0, 1, part);
            assertThat(client.outcome(1)).isIn("GOAWAY ENHANCE_YOUR_CALM", "CLOSED");
        }
        await().untilAsserted(() -> assertThat(bed.bed().floods).containsExactly(Flood.HEADER_LIST));
    }
}
