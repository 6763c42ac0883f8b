package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.exchange.Answer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers of the PROXY protocol, versions 1 and 2, good ones and hostile ones. */
final class ProxyProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String V4 = "\u0001\u0002\u0003\u0004\u007f\0\0\u0001\u0010\0\0\u0050";
    private static final String V6 =
            "\u0020\u0001\r\u00b8" + "\0".repeat(11) + "\u0009" + "\0".repeat(15) + "\u0001" + "\u0010\0\0\u0050";
    private static final int LOCAL = 0x20;
    private static final int PROXIED = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int UNIX = 0x31;
    private static final int SSL_TLV = 0x20;

    private final Testbed bed = new Testbed(settings());

    private static Testbed.Settings settings() {
        Testbed.Settings settings = new Testbed.Settings();
        settings.proxyProtocol = true;
        settings.trusted = List.of(CidrBlock.parse("127.0.0.1/32"));
        settings.handler = exchange -> exchange.answer(new Answer(
                200, new byte[0], exchange.clientAddress().getHostAddress().getBytes(US_ASCII)));
        return settings;
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static String v2(int command, int family, String rest) {
        return SIGNATURE + (char) command + (char) family + length(rest) + rest;
    }

    private static String length(String of) {
        return "" + (char) (of.length() >> 8) + (char) (of.length() & 0xff);
    }

    private static String tlv(int type, String value) {
        return (char) type + length(value) + value;
    }

    private static String nested(int levels) {
        String tlvs = "";
        for (int i = 0; i < levels; i++) {
            tlvs = tlv(SSL_TLV, "\u0001\0\0\0\0" + tlvs);
        }
        return tlvs;
    }

    private String ask(String header) {
        try (RawClient buyer = bed.client()) {
            buyer.send((header + GET).getBytes(ISO_8859_1));
            return buyer.restOrReset();
        }
    }

    static Stream<Arguments> goodHeaders() {
        return Stream.of(
                Arguments.of("PROXY TCP4 1.2.3.4 127.0.0.1 4096 80\r\n", "1.2.3.4"),
                Arguments.of("PROXY TCP6 2001:db8::9 ::1 4096 80\r\n", "2001:db8:0:0:0:0:0:9"),
                Arguments.of("PROXY UNKNOWN\r\n", "127.0.0.1"),
                Arguments.of("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", "127.0.0.1"),
                Arguments.of(v2(PROXIED, TCP4, V4), "1.2.3.4"),
                Arguments.of(v2(PROXIED, TCP6, V6), "2001:db8:0:0:0:0:0:9"),
                Arguments.of(v2(LOCAL, 0, ""), "127.0.0.1"),
                Arguments.of(v2(LOCAL, TCP4, V4), "127.0.0.1"),
                Arguments.of(v2(PROXIED, 0, ""), "127.0.0.1"),
                Arguments.of(v2(PROXIED, UNIX, "/a" + "\0".repeat(106) + "/b" + "\0".repeat(106)), "127.0.0.1"),
                Arguments.of(v2(PROXIED, TCP4, V4 + tlv(0x02, "tickets.example") + tlv(0xe0, "x")), "1.2.3.4"),
                Arguments.of(v2(PROXIED, TCP4, V4 + nested(2)), "1.2.3.4"));
    }

    @ParameterizedTest
    @MethodSource("goodHeaders")
    void header_good_namesTheBuyer(String header, String address) {
        assertThat(ask(header)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + address);
    }

    static Stream<String> badHeaders() {
        return Stream.of(
                "PROXY TCP4 1.2.3.4 127.0.0.1 4096\r\n",
                "PROXY TCP4 1.2.3.4 127.0.0.1 4096 80 9\r\n",
                "PROXY TCP4 1.2.3.400 127.0.0.1 4096 80\r\n",
                "PROXY TCP4 ::1 127.0.0.1 4096 80\r\n",
                "PROXY TCP4 1.2.3.4 127.0.0.1 65536 80\r\n",
                "PROXY TCP4 1.2.3.4 127.0.0.1 -1 80\r\n",
                "PROXY TCP4  1.2.3.4 127.0.0.1 4096 80\r\n",
                "PROXY TCP4 evil.example 127.0.0.1 4096 80\r\n",
                "PROXY UDP4 1.2.3.4 127.0.0.1 4096 80\r\n",
                "proxy TCP4 1.2.3.4 127.0.0.1 4096 80\r\n",
                "PROXY " + "x".repeat(200) + "\r\n",
                "PROXY TCP4 1.2.3.4 127.0.0.1 4096 80\r\nPROXY TCP4 5.6.7.8 127.0.0.1 4096 80\r\n",
                SIGNATURE + "\u0011\u0011" + length(V4) + V4,
                v2(0x22, TCP4, V4),
                v2(PROXIED, 0x41, V4),
                v2(PROXIED, TCP4, V4.substring(1)),
                v2(PROXIED, TCP6, V4),
                v2(PROXIED, TCP4, V4 + "\u0002\u00ff\u00ffx"),
                v2(PROXIED, TCP4, V4 + tlv(0xe0, "x".repeat(60_000))),
                v2(PROXIED, TCP4, V4 + nested(6_000)),
                "\r\n\r\n\0\r\nQUIX\n");
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void header_bad_reachesNobody(String header) {
        assertThat(ask(header)).doesNotContain("200 OK");
        assertThat(ask("PROXY TCP4 1.2.3.4 127.0.0.1 4096 80\r\n"))
                .as("the listener lives")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void header_splitAtEveryByte_isTheSame() {
        for (String header : List.of("PROXY TCP4 1.2.3.4 127.0.0.1 4096 80\r\n", v2(PROXIED, TCP4, V4))) {
            byte[] all = (header + GET).getBytes(ISO_8859_1);
            for (int at = 1; at <= header.length(); at++) {
                try (RawClient buyer = bed.client()) {
                    buyer.send(ByteBuffer.allocate(at).put(all, 0, at).array());
                    buyer.send(ByteBuffer.allocate(all.length - at)
                            .put(all, at, all.length - at)
                            .array());
                    assertThat(buyer.rest()).as("split at %d", at).endsWith("\r\n\r\n1.2.3.4");
                }
            }
        }
    }
}
