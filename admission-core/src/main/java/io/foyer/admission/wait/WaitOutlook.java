package io.foyer.admission.wait;

import java.util.Optional;

/**
 * How fast a room calls, how fast its line thins out, and how well that is known; immutable.
 *
 * <pre>
 * wait(rate) = ln(1 + leaving x (ahead + 1) / rate) / leaving      those ahead are called or give up; (ahead + 1) / rate if nobody does
 * spread     = sqrt(1 / (ahead + 1)  +  1 / evidence  +  0.13^2  +  (0.42 x doubt)^2)
 * range      = wait(rate x e^(1.28 spread)) ... wait(rate) ... wait(rate x e^(-1.28 spread)) + 3 s
 * </pre>
 *
 * <p>The parts of the spread are: calls come at random times (Poisson), the rate was measured from few calls, the pace of a sale
 * changes by about 13 %, and at its start nobody knows yet how many of those let in will order. 1.28 is the quantile of four
 * waits in five; the 3 s are for the page to ask once more. The figures were found over simulated sales: docs/waits.md.
 */
public final class WaitOutlook {
    public static final WaitOutlook UNKNOWN = new WaitOutlook(new double[0], 1, 0, 1);

    private static final double QUANTILE = 1.28;
    private static final double PACE_CHANGES = 0.13;
    private static final double DOUBT_SPREAD = 0.42;
    private static final double RATE_MIN = 1.0 / 3_600;
    private static final double LEAVING_MIN = 1e-7;
    private static final double ASK_SECONDS = 3;
    private static final double WAIT_SECONDS_MAX = 7 * 86_400;
    private static final int ROUNDS = 3;

    private final double[] rates;
    private final double evidence;
    private final double leavingPerSecond;
    private final double doubt;

    /** @param rates of {@link CallRate}; empty when nobody can tell */
    WaitOutlook(double[] rates, double evidence, double leavingPerSecond, double doubt) {
        this.rates = rates.clone();
        this.evidence = evidence;
        this.leavingPerSecond = leavingPerSecond;
        this.doubt = doubt;
    }

    /** The wait of one with {@code ahead} buyers ahead; empty while nobody can tell. */
    public Optional<WaitRange> estimate(long ahead) {
        if (rates.length == 0) {
            return Optional.empty();
        }
        double places = Math.max(0, ahead) + 1.0;
        double rate = rates[0];
        for (int round = 0; round < ROUNDS; round++) {
            rate = CallRate.rateFor(rates, wait(places, rate));
        }
        if (rate < RATE_MIN) {
            return Optional.empty();
        }
        double spread = QUANTILE
                * Math.sqrt(1 / places
                        + 1 / evidence
                        + PACE_CHANGES * PACE_CHANGES
                        + DOUBT_SPREAD * DOUBT_SPREAD * doubt * doubt);
        return Optional.of(new WaitRange(
                seconds(Math.floor(wait(places, rate * Math.exp(spread)))),
                seconds(Math.round(wait(places, rate))),
                seconds(Math.ceil(wait(places, rate * Math.exp(-spread)) + ASK_SECONDS))));
    }

    private double wait(double places, double rate) {
        double likely = places / Math.max(rate, RATE_MIN / 2);
        return leavingPerSecond < LEAVING_MIN ? likely : Math.log1p(leavingPerSecond * likely) / leavingPerSecond;
    }

    private static long seconds(double seconds) {
        return (long) Math.min(Math.max(0, seconds), WAIT_SECONDS_MAX);
    }
}
