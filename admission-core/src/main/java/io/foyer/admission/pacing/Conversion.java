package io.foyer.admission.pacing;

/**
 * Learns which share of calls ends in an order, and after how long: the orders are fitted as {@code constant + share x
 * calls(t - lag)} by least squares over the {@link CallHistory}, for each lag of a short list, and the best lag is taken.
 *
 * <p>While calls and orders run evenly every lag fits alike; then the lag stays what it was, and the share does not depend
 * on it. With nothing known the lag is the longest and the share 1: careful, because then nobody is called on the guess that
 * others leave. The share of few calls is drawn to that prior.
 */
final class Conversion {
    private static final int[] LAGS_SECONDS = {0, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 43, 52, 62, 75, 90, 120};
    private static final double SHARE_MIN = 0.05;
    private static final double SHARE_MAX = 15;
    private static final double PRIOR_CALLS = 10;
    private static final double CLEARLY_BETTER = 0.7;
    private static final double NOISE = 0.5;

    private int lagSeconds = LAGS_SECONDS[LAGS_SECONDS.length - 1];
    private double prior = 1;
    private double share = 1;

    /** What is known from before this history: cumulative counts of the era. */
    void begin(double calls, double orders) {
        prior = clamp((orders + PRIOR_CALLS) / (calls + PRIOR_CALLS));
        share = prior;
    }

    void learn(CallHistory history) {
        Fit best = Fit.of(history, lagSeconds);
        if (best.error > NOISE * history.ordersWithin(history.age()) * history.age()) {
            best = bestOf(history, best);
        }
        lagSeconds = best.lag;
        double known = best.slope * best.calls + prior * PRIOR_CALLS;
        share = clamp(known / (best.calls + PRIOR_CALLS));
    }

    private static Fit bestOf(CallHistory history, Fit current) {
        Fit best = current;
        for (int lag : LAGS_SECONDS) {
            Fit fit = Fit.of(history, lag);
            if (fit.error < best.error * CLEARLY_BETTER) {
                best = fit;
            }
        }
        return best;
    }

    /** Orders per call, from {@value #SHARE_MIN}. */
    double share() {
        return share;
    }

    /** From the call to the order. */
    int lagSeconds() {
        return lagSeconds;
    }

    private static double clamp(double share) {
        return Math.min(Math.max(share, SHARE_MIN), SHARE_MAX);
    }

    /** One regression: {@code calls} is how many calls are old enough to tell. */
    private record Fit(int lag, double slope, double error, double calls) {
        static Fit of(CallHistory history, int lag) {
            int oldest = history.age();
            int samples = oldest + 1;
            double x0 = history.calls(oldest);
            double y0 = history.orders(oldest);
            double x = 0;
            double y = 0;
            double xx = 0;
            double xy = 0;
            double yy = 0;
            for (int ago = 0; ago <= oldest; ago++) {
                double called = history.calls(ago + lag) - x0;
                double ordered = history.orders(ago) - y0;
                x += called;
                y += ordered;
                xx += called * called;
                xy += called * ordered;
                yy += ordered * ordered;
            }
            double spreadX = xx - x * x / samples;
            double together = xy - x * y / samples;
            double slope = spreadX > 0 ? Math.max(0, together / spreadX) : 0;
            double error = Math.max(0, yy - y * y / samples - slope * together);
            return new Fit(lag, slope, error, history.calls(lag) - x0);
        }
    }
}
