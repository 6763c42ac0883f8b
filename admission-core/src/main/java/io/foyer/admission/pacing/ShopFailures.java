package io.foyer.admission.pacing;

/**
 * Whether more of a shop's answers are failures than usual. What counts is the share that is certain at two standard deviations
 * (Wilson 1927), beyond what is usual over ten minutes and five in a hundred:
 *
 * <pre>
 * strain = 4 x (certain share over 10 s - usual share - 0.05)
 * </pre>
 */
final class ShopFailures {
    private static final double NOW_SECONDS = 10;
    private static final double USUAL_SECONDS = 600;
    private static final double STRAINED_WEIGHT = 1.0 / 6;
    private static final double TOLERATED = 0.05;
    private static final double STEEPNESS = 4;
    private static final double DEVIATIONS = 2;
    private static final double KNOWN_REQUESTS = 100;

    private double requests;
    private double failed;
    private double usualRequests;
    private double usualFailed;

    /** Once a second. */
    void learn(double newRequests, double newFailed, boolean strained) {
        double keep = Math.exp(-1 / NOW_SECONDS);
        requests = requests * keep + newRequests;
        failed = failed * keep + newFailed;
        if (newRequests > 0) {
            double weight = strained ? STRAINED_WEIGHT : 1;
            double fade = Math.exp(-weight / USUAL_SECONDS);
            usualRequests = usualRequests * fade + weight * newRequests;
            usualFailed = usualFailed * fade + weight * newFailed;
        }
    }

    /** Negative where all is well or nobody can tell. */
    double strain() {
        if (requests < 1) {
            return Double.NEGATIVE_INFINITY;
        }
        double usual = usualFailed / Math.max(usualRequests, KNOWN_REQUESTS);
        double certain = certain(failed / requests, requests);
        return certain <= 0 ? Double.NEGATIVE_INFINITY : STEEPNESS * (certain - usual - TOLERATED);
    }

    double share() {
        return requests > 0 ? failed / requests : 0;
    }

    private static double certain(double share, double of) {
        double z = DEVIATIONS * DEVIATIONS;
        double middle = share + z / (2 * of);
        double half = DEVIATIONS * Math.sqrt(share * (1 - share) / of + z / (4 * of * of));
        return Math.max(0, (middle - half) / (1 + z / of));
    }
}
