package io.foyer.admission.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class WaitersTest {
    @Test
    void ahead_afterRandomChanges_isWhatASetSays() {
        long seed = 5;
        Random random = new Random(seed);
        Waiters waiters = new Waiters(200);
        TreeSet<Integer> expected = new TreeSet<>();
        for (int step = 0; step < 5_000; step++) {
            int number = 1 + random.nextInt(200);
            if (random.nextBoolean()) {
                waiters.add(number);
                expected.add(number);
            } else {
                waiters.remove(number);
                expected.remove(number);
            }
            int asked = 1 + random.nextInt(200);
            assertThat(waiters.ahead(asked)).isEqualTo(expected.headSet(asked).size());
            assertThat(waiters.size()).isEqualTo(expected.size());
        }
    }
}
