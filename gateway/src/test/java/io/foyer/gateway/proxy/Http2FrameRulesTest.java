package io.foyer.gateway.proxy;

import static io.foyer.gateway.proxy.Http2Bed.GET;
import static io.foyer.gateway.proxy.Http2Bed.POST;
import static io.foyer.gateway.proxy.RawHttp2.ACK;
import static io.foyer.gateway.proxy.RawHttp2.CONTINUATION;
import static io.foyer.gateway.proxy.RawHttp2.DATA;
import static io.foyer.gateway.proxy.RawHttp2.END_HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.END_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.GOAWAY;
import static io.foyer.gateway.proxy.RawHttp2.HEADERS;
import static io.foyer.gateway.proxy.RawHttp2.PADDED;
import static io.foyer.gateway.proxy.RawHttp2.PING;
import static io.foyer.gateway.proxy.RawHttp2.PRIORITY;
import static io.foyer.gateway.proxy.RawHttp2.PUSH_PROMISE;
import static io.foyer.gateway.proxy.RawHttp2.RST_STREAM;
import static io.foyer.gateway.proxy.RawHttp2.SETTINGS;
import static io.foyer.gateway.proxy.RawHttp2.WINDOW_UPDATE;
import static io.foyer.gateway.proxy.RawHttp2.block;
import static io.foyer.gateway.proxy.RawHttp2.bytes;
import static io.foyer.gateway.proxy.RawHttp2.hex;
import static io.foyer.gateway.proxy.RawHttp2.int32;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that break the connection's own rules: it ends with the right word, and nothing reaches the shop. */
class Http2FrameRulesTest {
    private Http2Bed bed;

    @BeforeEach
    void open() {
        bed = new Http2Bed();
    }

    @AfterEach
    void close() throws IOException {
        bed.close();
    }

    /** @param outcome of the connection, after the word GOAWAY */
    record Case(String rule, String what, String outcome, Consumer<RawHttp2> sends) {
        @Override
        public String toString() {
            return rule + ": " + what;
        }
    }

    private static Case raw(String rule, String what, String outcome, int type, int flags, int stream, String payload) {
        return new Case(rule, what, outcome, client -> client.frame(type, flags, stream, hex(payload)));
    }

    private static Case sends(String rule, String what, String outcome, Consumer<RawHttp2> sends) {
        return new Case(rule, what, outcome, sends);
    }

    static List<Case> streams() {
        return List.of(
                raw("RFC 9113 6.1", "data on stream 0", "PROTOCOL_ERROR", DATA, 0, 0, "00"),
                raw("RFC 9113 5.1", "data on an idle stream", "PROTOCOL_ERROR", DATA, 0, 1, "00"),
                raw("RFC 9113 5.1", "reset of an idle stream", "PROTOCOL_ERROR", RST_STREAM, 0, 1, "00000008"),
                raw("RFC 9113 5.1", "window of an idle stream", "PROTOCOL_ERROR", WINDOW_UPDATE, 0, 1, "00000001"),
                raw("RFC 9113 6.4", "reset of stream 0", "PROTOCOL_ERROR", RST_STREAM, 0, 0, "00000008"),
                raw("RFC 9113 6.4", "reset of a wrong size", "FRAME_SIZE_ERROR", RST_STREAM, 0, 1, "000008"),
                raw("RFC 9113 6.3", "priority on stream 0", "PROTOCOL_ERROR", PRIORITY, 0, 0, "0000000010"),
                raw("RFC 9113 6.6", "push from a client", "PROTOCOL_ERROR", PUSH_PROMISE, END_HEADERS, 1, "0000000282"),
                sends("RFC 9113 6.2", "headers on stream 0", "PROTOCOL_ERROR", client -> client.get(0, GET)),
                sends("RFC 9113 5.1.1", "a stream of the server's", "PROTOCOL_ERROR", client -> client.get(2, GET)),
                sends(
                        "RFC 9113 5.1.1",
                        "a stream below an idle one",
                        "PROTOCOL_ERROR",
                        client -> client.post(5, Http2Bed.with(POST, "content-length", "1"))
                                .get(3, GET)),
                sends(
                        "RFC 9113 6.1",
                        "more padding than data",
                        "PROTOCOL_ERROR",
                        client -> client.post(1, POST).frame(DATA, PADDED, 1, hex("0500"))),
                sends(
                        "RFC 9113 6.2",
                        "more padding than headers",
                        "PROTOCOL_ERROR",
                        client -> client.frame(HEADERS, END_HEADERS | PADDED, 1, hex("0582"))));
    }

    static List<Case> connection() {
        return List.of(
                raw("RFC 9113 6.5", "settings of a stream", "PROTOCOL_ERROR", SETTINGS, 0, 1, ""),
                raw("RFC 9113 6.5", "settings of a wrong size", "FRAME_SIZE_ERROR", SETTINGS, 0, 0, "0001000000"),
                raw(
                        "RFC 9113 6.5",
                        "acknowledgement with settings",
                        "FRAME_SIZE_ERROR",
                        SETTINGS,
                        ACK,
                        0,
                        "000100000000"),
                raw("RFC 9113 6.5.2", "push of two", "PROTOCOL_ERROR", SETTINGS, 0, 0, "000200000002"),
                raw("RFC 9113 6.5.2", "a window too large", "FLOW_CONTROL_ERROR", SETTINGS, 0, 0, "000480000000"),
                raw("RFC 9113 6.5.2", "frames too small", "PROTOCOL_ERROR", SETTINGS, 0, 0, "000500003fff"),
                raw("RFC 9113 6.5.2", "frames too large", "PROTOCOL_ERROR", SETTINGS, 0, 0, "000501000000"),
                raw("RFC 9113 6.7", "ping of a stream", "PROTOCOL_ERROR", PING, 0, 1, "0000000000000000"),
                raw("RFC 9113 6.7", "ping of a wrong size", "FRAME_SIZE_ERROR", PING, 0, 0, "00000000000000"),
                raw("RFC 9113 6.8", "goaway of a stream", "PROTOCOL_ERROR", GOAWAY, 0, 1, "0000000000000000"),
                raw(
                        "RFC 9113 6.9",
                        "a window that opens by nothing",
                        "PROTOCOL_ERROR",
                        WINDOW_UPDATE,
                        0,
                        0,
                        "00000000"),
                raw("RFC 9113 6.9", "window update of a wrong size", "FRAME_SIZE_ERROR", WINDOW_UPDATE, 0, 0, "000001"),
                raw("RFC 9113 6.9.1", "a window that overflows", "FLOW_CONTROL_ERROR", WINDOW_UPDATE, 0, 0, "7fffffff"),
                sends(
                        "RFC 9113 4.2",
                        "a frame too large",
                        "FRAME_SIZE_ERROR",
                        client -> client.raw(bytes(PING, 0, 0, 16_385, new byte[0]))));
    }

    static List<Case> blocks() {
        byte[] half = Arrays.copyOf(block(GET), 9);
        return List.of(
                raw("RFC 9113 6.10", "continuation of nothing", "PROTOCOL_ERROR", CONTINUATION, END_HEADERS, 1, "82"),
                sends(
                        "RFC 9113 6.10",
                        "continuation on stream 0",
                        "PROTOCOL_ERROR",
                        client -> client.frame(HEADERS, 0, 1, half).frame(CONTINUATION, END_HEADERS, 0, new byte[0])),
                sends(
                        "RFC 9113 6.10",
                        "continuation on another stream",
                        "PROTOCOL_ERROR",
                        client -> client.frame(HEADERS, 0, 1, half).frame(CONTINUATION, END_HEADERS, 3, new byte[0])),
                sends(
                        "RFC 9113 6.10",
                        "a frame between",
                        "PROTOCOL_ERROR",
                        client -> client.frame(HEADERS, 0, 1, half).frame(PING, 0, 0, new byte[8])),
                sends(
                        "RFC 9113 6.10",
                        "an unknown frame between",
                        "PROTOCOL_ERROR",
                        client -> client.frame(HEADERS, 0, 1, half).frame(0xbe, 0, 1, new byte[0])),
                raw("RFC 7541 2.3.3", "index of nothing", "COMPRESSION_ERROR", HEADERS, END_HEADERS, 1, "ff80808001"),
                raw("RFC 7541 6.1", "index 0", "COMPRESSION_ERROR", HEADERS, END_HEADERS, 1, "80"),
                raw("RFC 7541 6.3", "a table too large", "COMPRESSION_ERROR", HEADERS, END_HEADERS, 1, "3fe23f"),
                raw(
                        "RFC 7541 4.2",
                        "a table's size in the middle",
                        "COMPRESSION_ERROR",
                        HEADERS,
                        END_HEADERS,
                        1,
                        "8220"),
                raw(
                        "RFC 7541 5.2",
                        "padding of Huffman too long",
                        "COMPRESSION_ERROR",
                        HEADERS,
                        END_HEADERS,
                        1,
                        "0085f2b24a84ff8449509fff"),
                raw(
                        "RFC 7541 5.2",
                        "padding of Huffman with zeros",
                        "COMPRESSION_ERROR",
                        HEADERS,
                        END_HEADERS,
                        1,
                        "0085f2b24a84ff83495090"),
                raw(
                        "RFC 7541 5.2",
                        "end of string in Huffman",
                        "COMPRESSION_ERROR",
                        HEADERS,
                        END_HEADERS,
                        1,
                        "0085f2b24a84ff87497cffffffff"),
                raw(
                        "RFC 7541 5.1",
                        "a number without end",
                        "COMPRESSION_ERROR",
                        HEADERS,
                        END_HEADERS,
                        1,
                        "ffffffffffffffffffffff7f"),
                raw("RFC 7541 5.2", "a string cut off", "COMPRESSION_ERROR", HEADERS, END_HEADERS, 1, "000578"));
    }

    @ParameterizedTest
    @MethodSource({"streams", "connection", "blocks"})
    void frame_breaksTheRules_endsTheConnection(Case each) {
        try (RawHttp2 client = bed.client().hello()) {
            each.sends().accept(client);
            // Streams that were opened on the way may be told of before.
            String outcome = client.outcome(-1);
            assertThat(outcome).isEqualTo("GOAWAY " + each.outcome());
            assertThat(client.outcome(-1)).isEqualTo("CLOSED");
        }
    }

    @Test
    void moreData_thanTheWindowHolds_endsTheConnection() {
        bed.settings.handler = exchange -> {};
        try (RawHttp2 client = bed.client().hello().post(1, POST)) {
            for (int i = 0; i < 5; i++) {
                client.frame(DATA, 0, 1, new byte[16_384]);
            }
            assertThat(client.outcome(1)).as("RFC 9113 6.9.1").isEqualTo("RST FLOW_CONTROL_ERROR");
        }
    }

    @Test
    void wrongPreface_isClosed() {
        for (String first :
                List.of("PRI * HTTP/2.0\r\n\r\nSX\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\n\r\n")) {
            try (RawHttp2 client = bed.client().raw(first.getBytes(US_ASCII))) {
                assertThat(client.outcome(1)).isIn("GOAWAY PROTOCOL_ERROR", "CLOSED");
            }
        }
        assertThat(bed.shop.untaken()).isZero();
    }

    @Test
    void settings_areAcknowledged_andOursStated() {
        try (RawHttp2 client = bed.client().hello()) {
            RawHttp2.Frame ours = client.next();
            assertThat(ours.type()).as("the first frame (RFC 9113 3.4)").isEqualTo(SETTINGS);
            assertThat(ours.payload())
                    .as("100 streams, windows of 64 KiB, 16 KiB of headers")
                    .contains(hex("000300000064"))
                    .contains(hex("000400010000"))
                    .contains(hex("000600004000"));
            RawHttp2.Frame window = client.next(WINDOW_UPDATE);
            assertThat(window.number(0)).isEqualTo(1024 * 1024 - 65_535);
            assertThat(client.next(SETTINGS).has(ACK)).isTrue();
            client.frame(PING, 0, 0, "12345678".getBytes(US_ASCII));
            RawHttp2.Frame pong = client.next(PING);
            assertThat(pong.has(ACK)).isTrue();
            assertThat(pong.text()).isEqualTo("12345678");
        }
    }

    @Test
    void streamsBeyondTheLimit_areRefused() {
        try (RawHttp2 client = bed.client().hello()) {
            for (int i = 0; i < 101; i++) {
                client.post(2 * i + 1, POST);
            }
            assertThat(client.outcome(201)).isEqualTo("RST REFUSED_STREAM");
        }
    }

    @Test
    void closedStream_takesNoMore() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            client.data(1, END_STREAM, "x");
            assertThat(client.outcome(1)).isIn("RST STREAM_CLOSED", "GOAWAY STREAM_CLOSED");
        }
    }

    @Test
    void windowOfAStream_thatOpensByNothing_resetsIt() {
        try (RawHttp2 client = bed.client().hello().get(1, GET)) {
            client.frame(WINDOW_UPDATE, 0, 1, int32(0));
            assertThat(client.outcome(1)).isEqualTo("RST PROTOCOL_ERROR");
        }
    }
}
