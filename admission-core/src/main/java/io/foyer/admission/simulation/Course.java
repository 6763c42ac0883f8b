package io.foyer.admission.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A value that changes during a sale: from each time on, the value given for it. */
public final class Course {
    private final TreeMap<Duration, Double> steps;

    private Course(Map<Duration, Double> steps) {
        this.steps = new TreeMap<>(steps);
        this.steps.forEach((at, value) -> {
            if (at.isNegative() || !(value >= 0)) {
                throw new IllegalArgumentException(value + " from " + at + " (expected: neither negative)");
            }
        });
    }

    public static Course steady(double value) {
        return new Course(Map.of(Duration.ZERO, value));
    }

    /** The same course with another value from then on. */
    public Course then(Duration from, double value) {
        Map<Duration, Double> longer = new TreeMap<>(steps);
        longer.put(from, value);
        return new Course(longer);
    }

    public double at(Duration time) {
        Map.Entry<Duration, Double> step = steps.floorEntry(time);
        return step == null ? 0 : step.getValue();
    }

    double atTick(int tick) {
        return steps.size() == 1 ? steps.firstEntry().getValue() : at(Duration.ofMillis((long) tick * Ticks.MILLIS));
    }
}
