package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.http.Http2Fields.Body;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a connection brought before must never show: a header block means the same after any others as it does alone. */
final class Http2RepeatedFieldsTest {
    private static final int BLOCKS = 200_000;

    /** As HPACK's table gives them, each of them the same object whenever it comes. */
    private static final List<Field> TABLE = List.of(
            new Field("accept", "*/*"),
            new Field("accept", "text/html"),
            new Field("x-a", ""),
            new Field("x-a", "1"),
            new Field("cookie", "a=1"),
            new Field("cookie", "foyer-pass=x"),
            new Field("content-length", "0"),
            new Field("content-length", "7"),
            new Field("content-length", "8"),
            new Field("host", "arena.example"),
            new Field("host", "club.example"),
            new Field("te", "trailers"),
            new Field("te", "gzip"),
            new Field("upgrade", "h2c"),
            new Field("x-a", " 1"),
            new Field("X-A", "1"),
            new Field(":late", "1"));

    private static final List<Field> PSEUDO = List.of(
            new Field(":method", "GET"),
            new Field(":method", "POST"),
            new Field(":method", "CONNECT"),
            new Field(":scheme", "https"),
            new Field(":path", "/"),
            new Field(":path", "/a"),
            new Field(":path", "a"),
            new Field(":authority", "arena.example"),
            new Field(":authority", "club.example"));

    private record Field(AsciiString name, AsciiString value) {
        Field(String name, String value) {
            this(new AsciiString(name.getBytes(ISO_8859_1)), new AsciiString(value.getBytes(ISO_8859_1)));
        }

        /** As HPACK gives what is not in its table. */
        Field literal() {
            return new Field(name.toString(), value.toString());
        }
    }

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Http2Fields fields = new Http2Fields();

    @Test
    void block_afterAnyOthers_isReadAsAlone() {
        List<Field> regular = new ArrayList<>();
        int heads = 0;
        for (int i = 0; i < BLOCKS; i++) {
            mutate(regular);
            List<Field> block = new ArrayList<>(pseudo());
            block.addAll(regular);
            Body body = random.nextBoolean() ? Body.NONE : Body.FOLLOWS;
            boolean judged = random.nextInt(10) > 0;

            String alone = read(new Http2Fields(), block, body);
            String after = judged ? read(fields, block, body) : alone;
            if (!judged) {
                put(fields, block);
            }

            assertThat(after).as("%s, block %d of seed %d", block, i, seed).isEqualTo(alone);
            heads += alone.startsWith("null") ? 1 : 0;
        }
        assertThat(heads).as("heads made, seed %d", seed).isGreaterThan(BLOCKS / 20);
    }

    @Test
    void fields_thatComeAgain_areNotReadAgain() {
        byte[] value = "1".getBytes(ISO_8859_1);
        AsciiString shared = new AsciiString(value, false);
        List<Field> block = List.of(
                new Field(":method", "GET"),
                new Field(":scheme", "https"),
                new Field(":path", "/"),
                new Field(":authority", "arena.example"),
                new Field(AsciiString.cached("x-a"), shared));
        String first = read(fields, block, Body.NONE);
        value[0] = '2';

        assertThat(first).contains("x-a: 1");
        assertThat(read(fields, block, Body.NONE)).isEqualTo(first);
    }

    /** Mostly the fields of the block before, or a step away from them. */
    private void mutate(List<Field> regular) {
        while (random.nextInt(3) == 0) {
            int at = random.nextInt(regular.size() + 1);
            switch (random.nextInt(5)) {
                case 0, 1 -> regular.add(at, TABLE.get(random.nextInt(TABLE.size())));
                case 2 -> regular.subList(at, regular.size()).clear();
                case 3 -> regular.subList(0, at).clear();
                default -> regular.replaceAll(field -> random.nextBoolean() ? field : field.literal());
            }
        }
        if (regular.size() > 40) {
            regular.clear();
        }
    }

    private List<Field> pseudo() {
        if (random.nextInt(4) == 0) {
            return PSEUDO.stream().filter(field -> random.nextInt(3) == 0).toList();
        }
        return List.of(PSEUDO.get(random.nextInt(2)), PSEUDO.get(3), PSEUDO.get(4 + random.nextInt(2)), PSEUDO.get(7));
    }

    private static void put(Http2Fields fields, List<Field> block) {
        fields.clear();
        block.forEach(field -> fields.add(field.name, field.value));
    }

    private static String read(Http2Fields fields, List<Field> block, Body body) {
        put(fields, block);
        Malformed trailers = fields.trailersFault();
        Malformed fault = fields.requestFault(body);
        String head = fault == null ? fields.head(body).toString(ISO_8859_1) : "";
        String end = trailers == null ? fields.trailers().toString(ISO_8859_1) : "";
        return fault + " " + head + " " + trailers + " " + end + " " + fields.hasContentLength() + " "
                + fields.contentLength();
    }
}
