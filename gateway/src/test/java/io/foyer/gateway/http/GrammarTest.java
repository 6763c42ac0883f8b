package io.foyer.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Eight bytes at a time must find what one at a time finds. */
class GrammarTest {
    private static final int LENGTH = 27;

    @Test
    void valueEnd_anyByteAtAnyPlace_endsWhereTheTableSays() {
        for (int start = 0; start < 9; start++) {
            for (int at = start; at < LENGTH; at++) {
                for (int b = 0; b < 256; b++) {
                    byte[] bytes = filled(b % 2 == 0 ? 'a' : 0xff);
                    bytes[at] = (byte) b;
                    bytes[LENGTH - 1] = '\r';
                    int expected = start;
                    while (expected < LENGTH && Grammar.VALUE[bytes[expected] & 0xff]) {
                        expected++;
                    }
                    assertThat(Grammar.valueEnd(bytes, start, LENGTH)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void valueEnd_limit_isKept() {
        byte[] bytes = filled('a');
        for (int limit = 0; limit <= LENGTH; limit++) {
            assertThat(Grammar.valueEnd(bytes, 0, limit)).isEqualTo(limit);
        }
    }

    @Test
    void find_anyNeighbour_stopsAtTheFirstOnly() {
        for (int at = 0; at < LENGTH; at++) {
            for (int b = 0; b < 256; b++) {
                byte[] bytes = filled(b == ';' ? ':' : b);
                bytes[at] = ';';
                assertThat(Grammar.find((byte) ';', bytes, 0, LENGTH)).isEqualTo(at);
                assertThat(Grammar.find((byte) ';', bytes, 0, at)).isEqualTo(at);
            }
        }
    }

    private static byte[] filled(int b) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) b);
        return bytes;
    }
}
