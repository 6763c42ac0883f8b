package io.foyer.admission.pacing;

import io.foyer.admission.line.CheckoutTimes;

/**
 * How many orders may come later than any that could be seen so far. At the start of a sale slow buyers look like leavers; who
 * calls others for them floods the gate minutes later.
 *
 * <p>Looked at by octaves of time, {@code q0} the orders per call of the last one seen, {@code q1} and {@code q2} those before. The
 * logarithm of checkout times has a density with one hump, whose logarithm bends downwards (log-normal, Weibull, gamma times
 * all do), so each octave brings a smaller part of the one before than that one did of its own:
 *
 * <pre>
 * straight: r = (q0 / highest)^(1 / octaves since the highest)       still to come: q0 x (r + r^2 + r^3 + ...)
 * bent:     r = q0 / q1,  b = r / (q1 / q2)  and one deviation more   still to come: q0 x (rb + rb x rb^2 + ...)
 * </pre>
 *
 * <p>Of two humps, such as buyers with and without an account, the second is not foreseen: until it begins its buyers may be taken for
 * leavers. Once more orders have come than the bound allowed, what was concluded from the times before that is dropped, and the
 * second hump taken for as large as the first. And a handful of orders may look like the end of all for some seconds; {@link
 * PacingController} believes a lower share slowly.
 *
 * <p>The first is a bound, from any time on that could be seen, of which the least counts: further out fewer calls are old enough to
 * tell. The second is what a log-normal time would bring, from the last time on that has orders enough; the smaller of both counts.
 */
final class LateOrders {
    private static final double SHORTEST_SECONDS = 4;
    private static final int OCTAVES = 20;
    private static final double ENOUGH_ORDERS = 3;
    private static final double PASSED_DEVIATIONS = 4;

    private final double[] shares;
    private final double[] called;
    private final int bins;

    /**
     * @param shares orders per call, by bins of {@link CheckoutTimes}
     * @param called calls that could have brought them
     * @param bins of which anything can be said
     */
    LateOrders(double[] shares, double[] called, int bins) {
        this.shares = shares;
        this.called = called;
        this.bins = bins;
    }

    /**
     * @param most orders per call that may come after the last bin, at most
     * @param isSecondHump whether it is the end of a second hump, which has begun
     */
    record Foreseen(double most, boolean isSecondHump) {}

    Foreseen foresee() {
        if (bins == 0) {
            return new Foreseen(Double.MAX_VALUE, false);
        }
        double last = CheckoutTimes.toSeconds(bins - 1);
        double seen = orders(0, last);
        double straight = Double.MAX_VALUE;
        double bent = Double.MAX_VALUE;
        for (double end = last; end > SHORTEST_SECONDS; end /= 2) {
            double bound = straight(end);
            double before = orders(0, end);
            double beyond = seen - before;
            if (isPassed(bound, beyond, calls(end, last))) {
                return new Foreseen(Math.max(0, Math.min(before - beyond, Math.min(straight, bent))), true);
            }
            straight = Math.min(straight, bound - beyond);
            bent = bent < Double.MAX_VALUE ? bent : bent(end) - beyond;
        }
        return new Foreseen(Math.max(0, Math.min(straight, bent)), false);
    }

    /** More came than times of one hump can bring. */
    private static boolean isPassed(double bound, double came, double calls) {
        double expected = bound * calls;
        return came * calls > expected + PASSED_DEVIATIONS * Math.sqrt(Math.max(1, expected));
    }

    private double straight(double end) {
        // That none came may be chance: one more might have.
        double last = orders(end / 2, end) + 1 / calls(end / 2, end);
        double highest = last;
        double ratio = 1;
        int octaves = 1;
        for (double to = end / 2; to > 1; to /= 2, octaves++) {
            double here = orders(to / 2, to);
            if (here > highest) {
                highest = here;
                ratio = Math.pow(last / here, 1.0 / octaves);
            }
        }
        return ratio < 1 ? last * ratio / (1 - ratio) : Double.MAX_VALUE;
    }

    private double bent(double end) {
        double[] octave = new double[3];
        double variance = 0;
        for (int j = 0; j < octave.length; j++, end /= 2) {
            octave[j] = orders(end / 2, end);
            double orders = octave[j] * calls(end / 2, end);
            if (orders < ENOUGH_ORDERS) {
                return Double.MAX_VALUE;
            }
            variance += (j == 1 ? 4 : 1) / orders;
        }
        double ratio = octave[0] / octave[1];
        double bend = Math.min(1, ratio * octave[2] / octave[1] * Math.exp(Math.sqrt(variance)));
        double sum = 0;
        double here = octave[0];
        for (int j = 0; j < OCTAVES; j++) {
            ratio *= bend;
            here *= ratio;
            sum += here;
        }
        return sum;
    }

    /** Orders per call that come between those times. */
    private double orders(double fromSeconds, double toSeconds) {
        double sum = 0;
        for (int k = 0; k < bins; k++) {
            sum += shares[k] * overlap(k, fromSeconds, toSeconds) / width(k);
        }
        return sum;
    }

    /** Calls that could show them, on average. */
    private double calls(double fromSeconds, double toSeconds) {
        double sum = 0;
        for (int k = 0; k < bins; k++) {
            sum += called[k] * overlap(k, fromSeconds, toSeconds);
        }
        return sum / (toSeconds - fromSeconds);
    }

    private static double width(int bin) {
        return CheckoutTimes.toSeconds(bin) - CheckoutTimes.fromSeconds(bin);
    }

    private static double overlap(int bin, double fromSeconds, double toSeconds) {
        double from = Math.max(fromSeconds, CheckoutTimes.fromSeconds(bin));
        double to = Math.min(toSeconds, CheckoutTimes.toSeconds(bin));
        return Math.max(0, to - from);
    }
}
