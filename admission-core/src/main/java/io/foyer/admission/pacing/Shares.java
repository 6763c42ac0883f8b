package io.foyer.admission.pacing;

import java.util.Arrays;

/** Divides a rate among rooms. */
final class Shares {
    private Shares() {}

    /**
     * Shares by weight, but nobody gets more than asked for, and what one leaves goes to the others (max-min fairness).
     *
     * @param asked what each could use
     * @param weights positive
     */
    static double[] of(double total, double[] asked, double[] weights) {
        double[] shares = new double[asked.length];
        double left = total;
        double open = Arrays.stream(weights).sum();
        boolean[] settled = new boolean[asked.length];
        for (boolean changed = true; changed; ) {
            changed = false;
            double perWeight = left / open;
            for (int i = 0; i < asked.length; i++) {
                if (!settled[i] && asked[i] <= perWeight * weights[i]) {
                    shares[i] = asked[i];
                    left -= asked[i];
                    settled[i] = true;
                    changed = true;
                    open -= weights[i];
                }
            }
        }
        for (int i = 0; i < asked.length; i++) {
            if (!settled[i]) {
                shares[i] = left * weights[i] / open;
            }
        }
        return shares;
    }
}
