package io.foyer.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpRequest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Netty's decoder as a second reader: whatever we accept it must read in the same way, or a request could mean two things.
 * It may accept more; the rules by which we are stricter on purpose are listed. Replay with {@code -Dfoyer.seed=N}.
 */
final class NettyOracleTest {
    private static final long SEED = Long.getLong("foyer.seed", 20261123L);
    private static final int HEADS = 40_000;
    private static final int BODIES = 20_000;

    /** Netty leaves these to the application, or forgives them where RFC 9112 allows that. */
    private static final Set<Refusal> STRICTER = EnumSet.of(
            Refusal.BAD_METHOD,
            Refusal.METHOD_UNKNOWN,
            Refusal.CONNECT,
            Refusal.TRACE,
            Refusal.ASTERISK,
            Refusal.BAD_TARGET,
            Refusal.TARGET_FORM,
            Refusal.AUTHORITY_MISMATCH,
            Refusal.BAD_REQUEST_LINE,
            Refusal.BAD_VERSION,
            Refusal.VERSION_UNSUPPORTED,
            Refusal.HTTP2_PREFACE,
            Refusal.LINE_TOO_LONG,
            Refusal.BARE_CR,
            Refusal.OBS_FOLD,
            Refusal.FIELD_TOO_LONG,
            Refusal.HEAD_TOO_LARGE,
            Refusal.TOO_MANY_FIELDS,
            Refusal.HOST_MISSING,
            Refusal.HOST_DUPLICATE,
            Refusal.HOST_INVALID,
            Refusal.CONTENT_LENGTH_DUPLICATE,
            Refusal.CODING_NOT_FINAL,
            Refusal.CODING_UNSUPPORTED,
            Refusal.CONNECTION_INVALID,
            Refusal.EXPECTATION,
            Refusal.PATH_CONTROL,
            Refusal.PATH_DOTS,
            Refusal.PATH_DOUBLE_ESCAPE,
            Refusal.PATH_ESCAPE,
            Refusal.PATH_OVERLONG,
            Refusal.PATH_PARAMETERS,
            Refusal.PATH_SLASH);

    private static final String[] METHODS = {"GET", "POST", "HEAD", "OPTIONS", "get", "TRACE", "M-X", "G ET", ""};
    private static final String[] TARGETS = {
        "/", "/a?b", "/a%41/../b;c", "http://a/x", "*", "/%2f", "//x", "a", "/\t", "/\u00e9"
    };
    private static final String[] VERSIONS = {
        "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 "
    };
    private static final String[] LINES = {
        "Accept: */*",
        "X-A:b",
        "X:  a  b\t",
        "Content-Length: 5",
        "Content-Length: 5",
        "Content-Length: 05",
        "Content-Length: +5",
        "Content-Length: 5, 5",
        "Content-Length: 6",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "transfer-encoding:\tCHUNKED ",
        "Connection: close",
        "Connection: keep-alive, X-A",
        "Connection: ;",
        "Expect: 100-continue",
        "Expect: x",
        "Cookie: a=b; foyer-pass=c",
        " folded",
        "X : y",
        "nocolon",
        "X: \u0001",
        "X: \u00e9",
        "x_y: z",
        "Host: b",
        "Upgrade: h2c",
        "TE: trailers",
        ": empty",
        "Host : a"
    };
    private static final String[] BYTES = {
        "\r", "\n", "\0", " ", "\t", ":", ";", ",", "\u000b", "\u0080", "\r\n", "a", "0", "%", "/"
    };
    private static final String[] CHUNKS = {
        "5\r\nhello\r\n", "5\r\nhello\r\n", "1;a=b\r\nx\r\n", "00a\r\n0123456789\r\n", "2 \r\nab\r\n", "3\nabc\r\n",
                "3\r\nabc\n",
        "1;q=\"\r\nx\r\n", "1;q=\"\n\"\r\nx\r\n", "+1\r\nx\r\n", "0x1\r\nx\r\n", "2\r\nabc\r\n", "1\r\n\r\n", "g\r\n"
    };
    private static final String[] ENDS = {
        "0\r\n\r\n", "0\r\n\r\n", "0\r\nA: b\r\n\r\n", "0;x\r\n\r\n", "0\r\n\n", "0\n\r\n", "00\r\nA: b\nC: d\r\n\r\n"
    };

    @Test
    void requestHead_weAccept_isReadAlikeByNetty() {
        Random random = new Random(SEED);
        int accepted = 0;
        Map<Refusal, String> stricter = new EnumMap<>(Refusal.class);
        for (int i = 0; i < HEADS; i++) {
            String wire = mutated(random, randomHead(random));
            RequestHead ours = new RequestHead();
            RequestHeadParser parser = new RequestHeadParser(HeadLimits.ofHeadBytes(4096));
            ParseResult result = parser.parse(Wire.bytes(wire), ours);
            HttpRequest netty = NettyReader.request(wire);
            if (result == ParseResult.COMPLETE) {
                accepted++;
                NettyReader.assertSame("seed " + SEED + ": " + wire, ours, netty);
            } else if (result == ParseResult.REFUSED && netty != null) {
                stricter.putIfAbsent(parser.refusal(), wire);
            }
        }
        assertThat(accepted).as("valid heads, seed %d", SEED).isGreaterThan(HEADS / 20);
        assertThat(STRICTER).as("seed %d: %s", SEED, stricter).containsAll(stricter.keySet());
    }

    @Test
    void chunkedBody_weAccept_isReadAlikeByNetty() {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            String wire = randomBody(random);
            wire = random.nextInt(3) == 0 ? mutated(random, wire) : wire;
            String ours = ChunkedDecoderTest.read(
                    wire + NettyReader.NEXT, List.of(wire.length() + NettyReader.NEXT.length()));
            if (ours.endsWith(" then " + NettyReader.NEXT.length())) {
                accepted++;
                String netty = NettyReader.body(wire);
                // Extensions end here, so the grammar of what is dropped does not matter; where it ends does.
                if (!(wire.contains(";") && netty.endsWith(" broken"))) {
                    assertThat(netty).as("seed %d: %s", SEED, wire).isEqualTo(ours);
                }
            }
        }
        assertThat(accepted).as("valid bodies, seed %d", SEED).isGreaterThan(BODIES / 10);
    }

    private static String randomHead(Random random) {
        StringBuilder head = new StringBuilder(mostlyFirst(random, METHODS))
                .append(' ')
                .append(mostlyFirst(random, TARGETS))
                .append(' ')
                .append(mostlyFirst(random, VERSIONS))
                .append("\r\n");
        int lines = random.nextInt(5);
        int hostAt = random.nextInt(10) == 0 ? -1 : random.nextInt(lines + 1);
        for (int i = 0; i <= lines; i++) {
            head.append(i == hostAt ? "Host: a" : pick(random, LINES)).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String randomBody(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            body.append(random.nextBoolean() ? CHUNKS[random.nextInt(4)] : pick(random, CHUNKS));
        }
        return body.append(mostlyFirst(random, ENDS)).toString();
    }

    private static String mutated(Random random, String text) {
        StringBuilder made = new StringBuilder(text);
        for (int i = random.nextInt(3); i > 0 && made.length() > 0; i--) {
            int at = random.nextInt(made.length());
            switch (random.nextInt(3)) {
                case 0 -> made.insert(at, pick(random, BYTES));
                case 1 -> made.deleteCharAt(at);
                default -> made.replace(at, at + 1, pick(random, BYTES));
            }
        }
        return made.toString();
    }

    private static String mostlyFirst(Random random, String[] choices) {
        return random.nextInt(3) > 0 ? choices[random.nextInt(2)] : pick(random, choices);
    }

    private static String pick(Random random, String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
