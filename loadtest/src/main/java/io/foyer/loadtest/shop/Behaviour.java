package io.foyer.loadtest.shop;

import java.time.Duration;

/**
 * How well the shop is doing.
 *
 * @param latency added before every answer but those of the instrument
 * @param failureShare share of orders answered with 500 and not created, 0 to 1
 */
public record Behaviour(Duration latency, double failureShare) {
    public static final Behaviour WELL = new Behaviour(Duration.ZERO, 0);

    public Behaviour {
        if (latency.isNegative() || latency.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("latency: " + latency + " (expected: 0 to 1 min)");
        }
        if (!(failureShare >= 0 && failureShare <= 1)) {
            throw new IllegalArgumentException("failure share: " + failureShare + " (expected: 0 to 1)");
        }
    }
}
