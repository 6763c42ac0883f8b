package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PresenceCarrierTest {
    private static final int SIZE = 150_000;
    private static final int BITS_PER_BYTE = 8;

    private final Draw draw = new Draw(DrawKey.of("ab".repeat(32)), "arena/final", SIZE);

    private static boolean isSet(byte[] map, long number) {
        return (map[(int) (number / BITS_PER_BYTE)] & 0x80 >>> number % BITS_PER_BYTE) != 0;
    }

    /** Two eras of one lobby, more present than go in one chunk, and numbers that the lobby does not have. */
    @Test
    void byPlace_marksThePlacesOfThosePresent_andNoOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] first = new byte[SIZE / 16];
        byte[] second = new byte[SIZE / BITS_PER_BYTE + 100];
        random.nextBytes(first);
        for (int i = first.length; i < second.length; i++) {
            second[i] = (byte) random.nextInt();
        }
        BitSet expected = new BitSet();
        for (int number = 1; number <= SIZE; number++) {
            boolean inFirst = number / BITS_PER_BYTE < first.length && isSet(first, number);
            if (inFirst || isSet(second, number)) {
                expected.set((int) draw.place(number));
            }
        }

        byte[] places = PresenceCarrier.byPlace(draw, List.of(first, second));

        BitSet marked = new BitSet();
        for (int place = 0; place < places.length * BITS_PER_BYTE; place++) {
            marked.set(place, isSet(places, place));
        }
        assertThat(marked).as("seed %d", seed).isEqualTo(expected);
    }
}
