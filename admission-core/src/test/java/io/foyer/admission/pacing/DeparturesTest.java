package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DeparturesTest {
    private static final int IDLE_SECONDS = 600;
    private static final Departures.Stay STAY = new Departures.Stay(0.5, IDLE_SECONDS);
    /** Half order, a minute after they were called; the others leave after that and 600 to 900 s. */
    private static final double STAY_SECONDS = 60 + 0.5 * 750;

    private static double[] aMinute() {
        double[] toCome = new double[900];
        Arrays.fill(toCome, 0, 60, 1);
        return toCome;
    }

    @Test
    void expect_afterEvenCalls_isLittlesLaw() {
        CallHistory history = new CallHistory();
        for (int second = 0; second < CallHistory.SECONDS; second++) {
            history.record(second, second, 0);
        }
        Release.Freed freed = Departures.expect(history, aMinute(), STAY, new Departures.Inside(STAY_SECONDS, 0, 10))
                .freed(STAY_SECONDS);
        assertThat(freed.nowPerSecond()).isCloseTo(1, within(0.1));
        assertThat(freed.secondsFor(300)).isCloseTo(300, within(20.0));
        assertThat(freed.secondsFor(20_000)).as("far away").isCloseTo(20_000, within(400.0));
    }

    @Test
    void expect_afterARush_comesInTwoWaves() {
        CallHistory history = new CallHistory();
        history.record(0, 0, 0);
        history.record(1, 400, 0);
        history.record(2, 400, 0);
        Release.Freed freed = Departures.expect(history, aMinute(), STAY, new Departures.Inside(400, 0, 100))
                .freed(400);
        assertThat(freed.secondsFor(100)).as("half of those who order").isBetween(45.0, 75.0);
        assertThat(freed.secondsFor(260))
                .as("with half of those let in by them")
                .isBetween(100.0, 140.0);
        assertThat(freed.secondsFor(400)).as("all others, from 660 s on").isBetween(600.0, 780.0);
    }

    @Test
    void expect_withFewerInsideThanWereCalled_countsThoseWhoAreThere() {
        CallHistory history = new CallHistory();
        history.record(0, 0, 0);
        history.record(1, 400, 0);
        Release.Freed freed = Departures.expect(history, aMinute(), STAY, new Departures.Inside(100, 300, 0))
                .freed(400);
        assertThat(freed.secondsFor(45)).isBetween(45.0, 90.0);
        assertThat(freed.secondsFor(90)).isBetween(650.0, 1_000.0);
    }
}
