package io.foyer.admission.pacing;

/** Divides a rate among rooms. */
final class Shares {
    private Shares() {}

    /**
     * Equal shares, but nobody gets more than asked for, and what one leaves goes to the others (max-min fairness).
     *
     * @param asked what each could use
     */
    static double[] of(double total, double[] asked) {
        double[] shares = new double[asked.length];
        double left = total;
        int open = asked.length;
        boolean[] settled = new boolean[asked.length];
        for (boolean changed = true; changed && open > 0; ) {
            changed = false;
            double equal = left / open;
            for (int i = 0; i < asked.length; i++) {
                if (!settled[i] && asked[i] <= equal) {
                    shares[i] = asked[i];
                    left -= asked[i];
                    settled[i] = true;
                    changed = true;
                    open--;
                }
            }
        }
        for (int i = 0; i < asked.length; i++) {
            if (!settled[i]) {
                shares[i] = left / open;
            }
        }
        return shares;
    }
}
