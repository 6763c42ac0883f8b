package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Of a shop that takes 300 orders a minute. */
final class ShareTrackerTest {
    private static final double BUDGET = 5;
    private static final int LEARNED_SECONDS = 1_800;
    private static final double SHARE = 0.1;
    private static final double CALLS_DUE = BUDGET / SHARE;

    private final ShareTracker tracker = new ShareTracker();

    private void learn(int seconds, double ordered, double callsDue) {
        for (int i = 0; i < seconds; i++) {
            tracker.learn(BUDGET, ordered, callsDue, SHARE);
        }
    }

    private void learnSteady() {
        tracker.begin(SHARE);
        learn(LEARNED_SECONDS, BUDGET, CALLS_DUE);
        assertThat(tracker.share()).isEqualTo(SHARE, within(0.001));
    }

    @Test
    void learn_whileMoreAndMoreOrder_isNotFarBehind() {
        learnSteady();
        for (int second = 0; second < 3_600; second++) {
            double share = SHARE + 0.4 * second / 3_600;
            learn(1, BUDGET, BUDGET / share);
            assertThat(tracker.share()).as("after %d s", second).isGreaterThan(0.85 * share);
        }
    }

    @Test
    void learn_ofStragglersInAPause_keepsTheShare() {
        learnSteady();
        for (int i = 0; i < 60; i++) {
            learn(19, 0, 0);
            learn(1, 1, 0);
            assertThat(tracker.share()).isEqualTo(SHARE, within(0.5 * SHARE));
        }
    }
}
