package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RollTest {
    private final AtomicInteger dropped = new AtomicInteger();
    private final Roll roll = new Roll(4, dropped::incrementAndGet);

    @Test
    void take_aBuyerHeardOfTwice_isOneNumber() {
        add(5, 3, 5);

        assertThat(roll.take(10)).containsExactly(5, 3);
        assertThat(roll.size()).isZero();
    }

    @Test
    void take_moreThanMayBeTaken_leavesTheRest() {
        add(1, 2, 3);

        assertThat(roll.take(2)).containsExactly(1, 2);
        assertThat(roll.size()).isEqualTo(1);
        assertThat(roll.take(2)).containsExactly(3);
    }

    @Test
    void take_nobodyHeardOf_isEmpty() {
        assertThat(roll.take(10)).isEmpty();
    }

    @Test
    void add_full_dropsAndCounts() {
        add(1, 2, 3, 4, 5, 6);

        assertThat(dropped).hasValue(2);
        assertThat(roll.take(10)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void add_takenInBetween_hasRoomAgain() {
        add(1, 2, 3, 4);
        roll.take(1);
        add(5);

        assertThat(dropped).hasValue(0);
        assertThat(roll.take(10)).containsExactly(2, 3, 4, 5);
    }

    private void add(long... numbers) {
        for (long number : numbers) {
            roll.add(number);
        }
    }
}
