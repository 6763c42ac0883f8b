package io.foyer.admission.pacing;

/**
 * Whether a shop answers more slowly than it usually does. Times count by their logarithm, so that one answer in a hundred that takes
 * a hundred times as long hardly shows; the shape is that of Gradient2 in Netflix' concurrency-limits, a short average against a long
 * one:
 *
 * <pre>
 * strain = ln(now / (max(usual, 50 ms) x 2 x e^(4 x spread / sqrt(n))))      now over 10 s and n answers, usual over 10 min
 * </pre>
 *
 * <p>The spread is that of the shop's own times about the usual, so that a shop whose times vary is believed only when many answers
 * say the same. While it is slower than usual, or strained, the usual is learned six times more slowly; a shop that less load does not
 * help is taken as it is sooner ({@link Relief}).
 */
final class ResponseTimes {
    private static final double NOW_SECONDS = 10;
    private static final double USUAL_SECONDS = 600;
    private static final double RELUCTANT_WEIGHT = 1.0 / 6;
    private static final double SLOWER_LOG = Math.log(1.25);
    private static final double QUICK_LOG_NANOS = Math.log(50e6);
    private static final double TOLERANCE_LOG = Math.log(2);
    private static final double DEVIATIONS = 4;
    private static final double KNOWN_ANSWERS = 100;
    private static final double TELLING_ANSWERS = 5;

    private double answers;
    private double logs;
    private double usualAnswers;
    private double usualLogs;
    private double squares;
    private double squaresOf;

    /**
     * Once a second.
     *
     * @param count answers in it
     * @param logSum the sum of the logarithms of their times in nanoseconds
     */
    void learn(double count, double logSum, boolean strained) {
        double keep = Math.exp(-1 / NOW_SECONDS);
        answers = answers * keep + count;
        logs = logs * keep + logSum;
        if (count <= 0) {
            return;
        }
        boolean slower = usualAnswers > 0 && logs / answers > usualLogs / usualAnswers + SLOWER_LOG;
        double weight = strained || slower ? RELUCTANT_WEIGHT : 1;
        double fade = Math.exp(-weight / USUAL_SECONDS);
        if (usualAnswers > 0 && !strained && !slower) {
            double off = logSum / count - usualLogs / usualAnswers;
            squares = squares * fade + count * off * off;
            squaresOf = squaresOf * fade + 1;
        }
        usualAnswers = usualAnswers * fade + weight * count;
        usualLogs = usualLogs * fade + weight * logSum;
    }

    /** How far beyond what is tolerated, as a logarithm; negative where all is well or nobody can tell. */
    double strain() {
        if (usualAnswers < KNOWN_ANSWERS || answers < TELLING_ANSWERS) {
            return Double.NEGATIVE_INFINITY;
        }
        double usual = Math.max(usualLogs / usualAnswers, QUICK_LOG_NANOS);
        return logs / answers - usual - TOLERANCE_LOG - DEVIATIONS * spread() / Math.sqrt(answers);
    }

    /** The logarithm of what answers take now. */
    double level() {
        return answers > 0 ? logs / answers : Double.NEGATIVE_INFINITY;
    }

    /** What answers take now is what is usual from now on. */
    void accept() {
        if (answers >= TELLING_ANSWERS) {
            usualLogs = usualAnswers * logs / answers;
        }
    }

    /** How many times as long as usual answers take now. */
    double timesAsLong() {
        return answers > 0 && usualAnswers > 0 ? Math.exp(logs / answers - usualLogs / usualAnswers) : 1;
    }

    private double spread() {
        return squaresOf > 0 ? Math.sqrt(squares / squaresOf) : 0;
    }
}
