package io.foyer.admission.simulation;

import java.time.Duration;

/** The simulation's time goes in steps of 50 ms, counted from the start. */
final class Ticks {
    static final int MILLIS = 50;
    static final int A_SECOND = 1_000 / MILLIS;

    private Ticks() {}

    static int of(Duration duration) {
        return (int) Math.min(duration.toMillis() / MILLIS, Integer.MAX_VALUE / 4);
    }

    static int ofMillis(long millis) {
        return (int) Math.min(millis / MILLIS, Integer.MAX_VALUE / 4);
    }

    static int ofSeconds(double seconds) {
        return (int) Math.min(Math.round(seconds * A_SECOND), Integer.MAX_VALUE / 4);
    }

    static double seconds(int ticks) {
        return (double) ticks / A_SECOND;
    }
}
