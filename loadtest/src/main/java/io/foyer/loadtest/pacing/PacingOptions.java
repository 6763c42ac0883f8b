package io.foyer.loadtest.pacing;

import java.time.Duration;
import java.util.List;

/**
 * @param settings run side by side
 * @param warmUp pacing learns, and nothing but the budget is judged
 * @param measured from then on
 */
public record PacingOptions(List<PacingSetting> settings, Duration warmUp, Duration measured) {
    private static final int SETTINGS_MAX = 8;

    public PacingOptions {
        settings = List.copyOf(settings);
        if (settings.isEmpty() || settings.size() > SETTINGS_MAX) {
            throw new IllegalArgumentException(
                    "--setting: " + settings.size() + " of them (expected: 1 to " + SETTINGS_MAX + ")");
        }
        if (warmUp.isZero() || measured.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "--warm-up " + warmUp + ", --measure " + measured + " (expected: both >= 1 s)");
        }
    }

    Duration all() {
        return warmUp.plus(measured);
    }
}
