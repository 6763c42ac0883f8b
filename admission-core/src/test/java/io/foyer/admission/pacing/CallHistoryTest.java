package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallHistoryTest {
    private final CallHistory history = new CallHistory();

    @Test
    void calls_ofSecondsThatWereMissed_areTheOnesBefore() {
        history.record(10, 5, 1);
        history.record(13, 8, 2);
        assertThat(history.calls(0)).isEqualTo(8);
        assertThat(history.calls(1)).isEqualTo(5);
        assertThat(history.calls(3)).isEqualTo(5);
        assertThat(history.age()).isEqualTo(3);
    }

    @Test
    void calls_beforeTheBeginning_areTheFirst() {
        history.record(10, 5, 1);
        assertThat(history.calls(100)).isEqualTo(5);
        assertThat(history.callsWithin(100)).isZero();
    }

    @Test
    void record_twiceInASecond_keepsTheLater() {
        history.record(10, 5, 1);
        history.record(10, 6, 3);
        assertThat(history.calls(0)).isEqualTo(6);
        assertThat(history.orders(0)).isEqualTo(3);
    }

    @Test
    void record_ofCountsThatWentDown_beginsAnew() {
        history.record(10, 500, 100);
        history.record(11, 2, 0);
        assertThat(history.age()).isZero();
        assertThat(history.callsWithin(50)).isZero();
    }

    @Test
    void record_whileNobodyWasCalled_doesNotGrowOlder() {
        for (int second = 10; second < 900; second++) {
            history.record(second, 5, 1);
        }
        assertThat(history.age()).as("a lobby").isZero();
        history.record(900, 7, 1);
        history.record(960, 7, 1);
        assertThat(history.age()).as("a pause after the first call").isEqualTo(61);
        assertThat(history.callsWithin(60)).isZero();
        assertThat(history.callsWithin(61)).isEqualTo(2);
    }

    @Test
    void record_forLongerThanItsSpan_keepsTheSpan() {
        for (int second = 0; second < 3 * CallHistory.SECONDS; second++) {
            history.record(second, second * 2, second);
        }
        assertThat(history.isFull()).isTrue();
        assertThat(history.callsWithin(CallHistory.SECONDS)).isEqualTo(2 * (CallHistory.SECONDS - 1));
        history.record(100_000, 99_999, 99_999);
        assertThat(history.calls(0)).isEqualTo(99_999);
        assertThat(history.callsWithin(1)).isPositive();
        assertThat(history.calls(1)).isEqualTo(history.calls(CallHistory.SECONDS));
    }
}
