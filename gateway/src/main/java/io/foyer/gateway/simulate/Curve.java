package io.foyer.gateway.simulate;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One line of a chart, thinned out to what a screen can show: each point stands for the highest value of its stretch, so that
 * no peak is lost.
 *
 * @param sale which of the compared sales it belongs to, from 0
 * @param points values at equal distances, the last at {@code endSecond}
 */
record Curve(int sale, String name, double[] points, int endSecond) {
    private static final int POINTS_MAX = 480;

    static Curve of(int sale, String name, int seconds, IntToDoubleFunction value) {
        int stretch = Math.max(1, (seconds + POINTS_MAX - 1) / POINTS_MAX);
        double[] points = IntStream.range(0, (seconds + stretch - 1) / stretch)
                .mapToDouble(i -> IntStream.range(i * stretch, Math.min((i + 1) * stretch, seconds))
                        .mapToDouble(value)
                        .max()
                        .orElse(0))
                .toArray();
        return new Curve(sale, name, points, Math.max(1, seconds));
    }

    double most() {
        double most = 0;
        for (double point : points) {
            most = Math.max(most, point);
        }
        return most;
    }
}
