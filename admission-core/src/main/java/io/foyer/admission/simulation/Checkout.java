package io.foyer.admission.simulation;

import java.time.Duration;

/** How long buyers take from going in to the order, or to leaving without one. */
@FunctionalInterface
public interface Checkout {
    /** Of the buyer with these two chances, each evenly from 0 to below 1. */
    double seconds(double chance, double chanceToo);

    /**
     * @param median half are done within this time
     * @param spread standard deviation of the logarithm of the time; 0 when all take equally long, 1 for a few who take very long
     */
    static Checkout logNormal(Duration median, double spread) {
        if (!(spread >= 0 && spread <= 3)) {
            throw new IllegalArgumentException("checkout spread: " + spread + " (expected: 0 to 3)");
        }
        double medianSeconds = median.toMillis() / 1_000.0;
        return (chance, chanceToo) -> {
            double radius = Math.sqrt(-2 * Math.log(1 - chance));
            double normal = radius * Math.cos(2 * Math.PI * chanceToo);
            return medianSeconds * Math.exp(spread * normal);
        };
    }
}
