package io.foyer.admission.pacing;

/**
 * The part of its budget that a shop bears, found by what strains it. A call is felt at the shop only when its buyer gets to the
 * checkout, so steering by the strain itself would swing; this remembers instead, as CUBIC does (Ha, Rhee and Xu 2008; RFC 9438),
 * at which load the strain began, and measures that load, for what a strained shop gets done is what it can do:
 *
 * <pre>
 * strained        mark = min(pace, load),  pace = max(0.85 x mark, pace / 2, 1/5)      at most once in T = 10 s + 1.5 x L
 * otherwise       d ln(pace) / dt = 1/4 T up to 0.9 x mark, from there e^(t / 2 T) / 50 T, 1/4 T at most,  pace at most 1
 * </pre>
 *
 * <p>{@code L} are the seconds from a call to its order, {@code t} those since the last strain. With a load that is too much for
 * the shop the pace stays within a fifth below and a tenth above what it bears. A shop that answers no better at a fifth of the
 * pace is not helped by less.
 */
final class BearablePace {
    private static final double SETTLE_SECONDS = 10;
    private static final double SETTLE_PER_LAG = 1.5;
    private static final double CUT = 0.85;
    private static final double CUT_AT_MOST = 0.5;
    private static final double LOWEST = 0.2;
    private static final double QUICK = 0.25;
    private static final double CAREFUL = 0.02;
    private static final double CAREFUL_FROM = 0.9;

    private double pace = 1;
    private double mark = 1;
    private double sinceCut = Double.POSITIVE_INFINITY;
    private double sinceStrain = Double.POSITIVE_INFINITY;

    /**
     * Once a second.
     *
     * @param load orders of the last minute as a part of the budget
     * @return whether the pace was cut
     */
    boolean learn(boolean strained, double load, double checkoutSeconds) {
        double settle = SETTLE_SECONDS + SETTLE_PER_LAG * checkoutSeconds;
        sinceCut++;
        if (!strained) {
            sinceStrain++;
            pace = Math.min(1, pace * Math.exp(rise(settle) / settle));
            return false;
        }
        sinceStrain = 0;
        if (sinceCut >= settle) {
            mark = Math.min(pace, Math.max(load, LOWEST));
            pace = Math.max(LOWEST, Math.max(CUT * mark, CUT_AT_MOST * pace));
            sinceCut = 0;
            return true;
        }
        return false;
    }

    /** It was not the load that strained the shop. */
    void forgetMark() {
        mark = 1;
    }

    private double rise(double settle) {
        return pace < CAREFUL_FROM * mark ? QUICK : Math.min(QUICK, CAREFUL * Math.exp(sinceStrain / (2 * settle)));
    }

    double pace() {
        return pace;
    }
}
