package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private static final double[] EQUAL = {1, 1, 1};

    @Test
    void of_weightedRooms_isInProportion_alsoOfWhatOneLeaves() {
        assertThat(Shares.of(8, new double[] {9, 9}, new double[] {3, 1})).containsExactly(6, 2);
        assertThat(Shares.of(8, new double[] {2, 9, 9}, new double[] {5, 1, 2})).containsExactly(2, 2, 4);
    }

    @Test
    void of_roomsThatWantAll_areEqual() {
        assertThat(Shares.of(9, new double[] {9, 9, 9}, EQUAL)).containsExactly(3, 3, 3);
    }

    @Test
    void of_aRoomThatWantsLittle_leavesTheRestToTheOthers() {
        assertThat(Shares.of(9, new double[] {1, 9, 9}, EQUAL)).containsExactly(1, 4, 4);
        assertThat(Shares.of(9, new double[] {4, 1, 9}, EQUAL)).containsExactly(4, 1, 4);
    }

    @Test
    void of_anything_givesNobodyMoreThanAskedAndAllThatCanBeUsed() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            double[] asked = random.doubles(1 + random.nextInt(6), 0, 10).toArray();
            double[] weights = random.ints(asked.length, 1, 9).asDoubleStream().toArray();
            double total = random.nextDouble() * 30;
            double[] shares = Shares.of(total, asked, weights);
            double sum = 0;
            double wanted = 0;
            for (int room = 0; room < asked.length; room++) {
                assertThat(shares[room]).isBetween(0.0, asked[room] + 1e-9);
                sum += shares[room];
                wanted += asked[room];
            }
            assertThat(sum).isCloseTo(Math.min(total, wanted), within(1e-6));
        }
    }
}
