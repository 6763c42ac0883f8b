package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.http.Http2Fields.Body;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the fields hold, a head made of them is one head, with these fields and no others. */
class Http2FieldsTest {
    private static final int ROUNDS = 50_000;
    private static final String[] NAMES = {
        ":method", ":scheme", ":path", ":authority", "host", "cookie", "x-a", "content-length", "te", "accept", ":x", ""
    };
    private static final String[] VALUES = {
        "GET", "POST", "http", "https", "/", "/a?b=c", "arena.example", "a=b", "0", "7", "trailers", "x y", ""
    };
    private static final String ODD = "\r\n\0 \t:;/%aA\u0080\u00ff";

    private final Http2Fields fields = new Http2Fields();

    @Test
    void head_isNeverMoreThanItsFields() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int made = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Body body = random.nextBoolean() ? Body.NONE : Body.FOLLOWS;
            List<String> added = add(random);
            if (fields.requestFault(body) == null) {
                made++;
                expectOneHead(body, added, seed);
            }
        }
        assertThat(made).as("heads made, seed %d", seed).isGreaterThan(ROUNDS / 100);
    }

    private List<String> add(Random random) {
        List<String> added = new ArrayList<>();
        fields.clear();
        for (String[] usual : new String[][] {
            {":method", "GET"}, {":scheme", "https"}, {":path", "/p"}, {":authority", "arena.example"}
        }) {
            if (random.nextInt(20) > 0) {
                add(usual[0], mutated(usual[1], random), added);
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            add(mutated(name, random), mutated(VALUES[random.nextInt(VALUES.length)], random), added);
        }
        return added;
    }

    private void add(String name, String value, List<String> added) {
        fields.add(new AsciiString(name.getBytes(ISO_8859_1)), new AsciiString(value.getBytes(ISO_8859_1)));
        if (!name.startsWith(":") && !name.equals("host") && !name.equals("cookie")) {
            added.add(name);
        }
    }

    private static String mutated(String text, Random random) {
        if (random.nextInt(8) > 0) {
            return text;
        }
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + ODD.charAt(random.nextInt(ODD.length())) + text.substring(at);
    }

    private void expectOneHead(Body body, List<String> added, long seed) {
        ByteBuf text = fields.head(body);
        String head = text.toString(ISO_8859_1);
        assertThat(head.indexOf("\r\n\r\n"))
                .as("one end, seed %d: %s", seed, head)
                .isEqualTo(head.length() - 4);
        RequestHead parsed = new RequestHead();
        RequestHeadParser parser = new RequestHeadParser(HeadLimits.ofHeadBytes(16 * 1024));
        if (parser.parse(text, parsed) == ParseResult.COMPLETE) {
            assertThat(text.isReadable()).as("seed %d: %s", seed, head).isFalse();
            List<String> names = new ArrayList<>();
            parsed.visitHeaders(i -> names.add(parsed.name(i)));
            names.removeAll(List.of("Host", "cookie", "transfer-encoding", "content-length"));
            added.removeAll(List.of("content-length"));
            assertThat(names).as("seed %d: %s", seed, head).containsExactlyElementsOf(added);
        }
    }

    @Test
    void clear_forgetsAll() {
        fields.add(new AsciiString("X"), new AsciiString("y"));
        assertThat(fields.requestFault(Body.NONE)).isEqualTo(Malformed.NAME);
        fields.clear();
        assertThat(fields.trailersFault()).isNull();
        assertThat(fields.requestFault(Body.NONE)).isEqualTo(Malformed.PSEUDO_MISSING);
        assertThat(fields.trailers().toString(ISO_8859_1)).isEqualTo("0\r\n\r\n");
    }
}
