package io.foyer.admission.pacing;

import java.util.List;

/**
 * Whether less load helps a shop that answers more slowly than usual. Where it does not, the shop is slower by itself, for good or for
 * a while, and what it takes now is what it takes: a long average would come to that as well, as Gradient2's does, but only
 * after the shop was called for at a fraction for most of an hour.
 *
 * <p>Looked at whenever the pace is cut, which is once the cut before could be felt. Less does not help where
 *
 * <ul>
 *   <li>the load is down by three tenths since the first cut,
 *   <li>it is what the pace asks for: a shop that is full gets less done, and one that works off a queue more,
 *   <li>and yet answers take as long as at the cut before.
 * </ul>
 */
final class Relief {
    private static final double LOAD_DOWN = 0.7;
    private static final double LESS_THAN_ASKED = 0.85;
    private static final double MORE_THAN_ASKED = 1.3;
    private static final double AS_LONG_LOG = 0.1;

    private final List<ResponseTimes> times;
    private double firstLoad;
    private double[] lastLevels = {};

    Relief(ResponseTimes... times) {
        this.times = List.of(times);
    }

    /** All the pace is borne. */
    void reset() {
        lastLevels = new double[0];
    }

    /**
     * The pace is being cut.
     *
     * @param load orders of the last minute as a part of the budget
     * @param pace that was in force until now
     * @return whether what the shop takes now was found to be what it takes
     */
    boolean cut(double load, double pace) {
        double[] levels = times.stream().mapToDouble(ResponseTimes::level).toArray();
        boolean isFirst = lastLevels.length == 0;
        firstLoad = isFirst ? load : Math.max(load, firstLoad);
        boolean isLess = load <= LOAD_DOWN * firstLoad;
        boolean isAsked = load >= LESS_THAN_ASKED * pace && load <= MORE_THAN_ASKED * pace;
        boolean accepted = false;
        for (int i = 0; i < levels.length; i++) {
            boolean takesAsLong = !isFirst && levels[i] >= lastLevels[i] - AS_LONG_LOG;
            if (isLess && isAsked && takesAsLong && times.get(i).strain() > 0) {
                times.get(i).accept();
                accepted = true;
            }
        }
        lastLevels = levels;
        if (accepted) {
            reset();
        }
        return accepted;
    }
}
