package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.wait.WaitRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PromisesTest {
    private static final WaitRange TOLD = new WaitRange(10, 20, 30);

    private final Promises promises = new Promises();
    private final List<WaitResult> results = new ArrayList<>();

    private void at(long second, long serving, long tail) {
        at(second, serving, tail, Optional.of(TOLD));
    }

    private void at(long second, long serving, long tail, Optional<WaitRange> told) {
        RoomView view = RoomView.of(RoomViewTest.snapshot(RoomViewTest.ERA, serving, tail, 0));
        promises.observe(view, TimeUnit.SECONDS.toNanos(second), ahead -> told, results::add);
    }

    @Test
    void observe_onceCalled_saysHowTheWaitCameOut() {
        at(0, 0, 1);
        at(5, 0, 2);
        at(10, 0, 3);
        at(12, 2, 3);
        at(14, 2, 3);
        assertThat(results).as("after 12 and 7 s").containsExactly(WaitResult.WITHIN, WaitResult.EARLY);
        at(50, 3, 3);
        assertThat(results).as("after 40 s").hasSize(3).last().isEqualTo(WaitResult.LATE);
    }

    @Test
    void observe_moreOftenThanEvery5Seconds_notesNoMore() {
        at(0, 0, 1);
        at(1, 0, 2);
        at(4, 0, 3);
        at(15, 3, 3);
        assertThat(results).hasSize(1);
    }

    @Test
    void observe_withoutAPromiseOrWithNobodyNew_notesNothing() {
        at(0, 0, 1, Optional.empty());
        at(1, 1, 1);
        at(20, 1, 1);
        at(21, 1, 2);
        at(31, 1, 2);
        at(45, 2, 2);
        assertThat(results).as("of the one who was told").containsExactly(WaitResult.WITHIN);
    }

    @Test
    void observe_withTooManyOpen_dropsTheNewest() {
        for (int i = 0; i < 10_000; i++) {
            at(5L * i, 0, i + 1);
        }
        at(60_000, 10_000, 10_000);
        assertThat(results).hasSize(8_192);
    }
}
