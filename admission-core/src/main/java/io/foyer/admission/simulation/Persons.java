package io.foyer.admission.simulation;

import java.util.Arrays;

/**
 * What each buyer is like. Buyer {@code i} is the same under every config: so two runs with one seed differ by the config alone.
 */
final class Persons {
    private enum Trait {
        ARRIVAL,
        PATIENCE,
        ORDERS,
        CHECKOUT,
        CHECKOUT_TOO
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final SaleSetting.Crowd crowd;

    Persons(long seed, SaleSetting.Crowd crowd) {
        this.seed = mix(seed + GOLDEN);
        this.crowd = crowd;
    }

    /** The ticks at which buyers arrive, in order: random times of the crowd's shape. */
    int[] arrivals() {
        int[] ticks = new int[crowd.buyers()];
        double over = Ticks.of(crowd.arrivals().over());
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (int) (crowd.arrivals().timeOf(uniform(i, Trait.ARRIVAL)) * over);
        }
        Arrays.sort(ticks);
        return ticks;
    }

    /** How long this buyer waits at most. Half of all are gone after the crowd's patience. */
    int patienceTicks(int buyer) {
        return crowd.patience()
                .map(median -> Ticks.ofSeconds(
                        median.toMillis() / 1_000.0 * -Math.log(1 - uniform(buyer, Trait.PATIENCE)) / Math.log(2)))
                .orElse(Integer.MAX_VALUE / 2);
    }

    /** Whether the buyer, let in now, will order. */
    boolean orders(int buyer, int nowTick) {
        return uniform(buyer, Trait.ORDERS) < crowd.conversion().atTick(nowTick);
    }

    /** From going in to the order, or to leaving without one. */
    int checkoutTicks(int buyer) {
        double seconds = crowd.checkout().seconds(uniform(buyer, Trait.CHECKOUT), uniform(buyer, Trait.CHECKOUT_TOO));
        return Math.max(1, Ticks.ofSeconds(seconds));
    }

    private double uniform(int buyer, Trait trait) {
        return (mix(seed + (buyer * 8L + trait.ordinal()) * GOLDEN) >>> 11) * 0x1.0p-53;
    }

    /** SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
