package io.foyer.admission.simulation;

import java.time.Duration;

/**
 * When the buyers of a sale come.
 *
 * @param over how long the crowd takes to arrive
 */
public record Arrivals(Shape shape, Duration over) {
    public enum Shape {
        /** Evenly. */
        EVEN,
        /** As a sale opens: most at once, then ever fewer. */
        RUSH,
        /** Ever more towards the middle, then ever fewer. */
        WAVE
    }

    /** At the end of {@code over} the rush has fallen to a fiftieth. */
    private static final double RUSH_FALL = Math.log(50);

    public Arrivals {
        if (over.isNegative()) {
            throw new IllegalArgumentException("arrivals over " + over + " (expected: not negative)");
        }
    }

    /** By when the given part of the crowd is there, 0 to 1 of {@code over}. */
    double timeOf(double part) {
        return switch (shape) {
            case EVEN -> part;
            case RUSH -> -Math.log(1 - part * (1 - Math.exp(-RUSH_FALL))) / RUSH_FALL;
            case WAVE -> part < 0.5 ? Math.sqrt(part / 2) : 1 - Math.sqrt((1 - part) / 2);
        };
    }
}
