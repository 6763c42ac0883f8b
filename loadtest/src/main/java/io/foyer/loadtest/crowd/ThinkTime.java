package io.foyer.loadtest.crowd;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long buyers who were let in take until they order, or leave. */
@FunctionalInterface
public interface ThinkTime {
    long millis(RandomGenerator random);

    static ThinkTime exponential(Duration mean) {
        return random -> (long) (mean.toMillis() * random.nextExponential());
    }

    /** @param spread standard deviation of the logarithm */
    static ThinkTime logNormal(Duration median, double spread) {
        return random -> (long) (median.toMillis() * Math.exp(spread * random.nextGaussian()));
    }
}
