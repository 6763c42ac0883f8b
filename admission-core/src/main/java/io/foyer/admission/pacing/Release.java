package io.foyer.admission.pacing;

/**
 * How fast a room is let in, as pacing expects it to go on: what the wait of a buyer follows from.
 *
 * @param nowPerSecond calls a second while the share of calls that end in an order is what it is believed to be now
 * @param settledPerSecond calls a second once that share is learned
 * @param learnSeconds until then
 * @param doubt how little of it is learned: 1 at the start of a sale, 0 in the end
 * @param places what active buyers leave room for
 */
public record Release(double nowPerSecond, double settledPerSecond, double learnSeconds, double doubt, Places places) {
    /** Nobody is let in, or nobody can tell. */
    public static final Release NONE = new Release(0, 0, 0, 1, Places.ENDLESS);

    /**
     * @param free how many more may come in now
     * @param freedPerSecond how many leave, and are followed by as many
     */
    public record Places(double free, double freedPerSecond) {
        public static final Places ENDLESS = new Places(Double.MAX_VALUE, 0);
    }

    public Release {
        if (!(nowPerSecond >= 0) || !(settledPerSecond >= 0) || !(learnSeconds >= 0) || !(doubt >= 0 && doubt <= 1)) {
            throw new IllegalArgumentException("calls/s now " + nowPerSecond + ", settled " + settledPerSecond + " in "
                    + learnSeconds + " s, doubt " + doubt + " (expected: none negative, doubt <= 1)");
        }
    }

    /** The same, should the pace settle at another, but never below now's nor above. */
    public Release settledAt(double perSecond) {
        return new Release(nowPerSecond, perSecond, learnSeconds, doubt, places);
    }

    /** How long it takes to call that many, when the pace goes evenly from now's to the settled one and there is room for them. */
    public double secondsFor(double calls) {
        double paced = pacedSeconds(calls);
        return calls <= places.free() ? paced : Math.max(paced, (calls - places.free()) / places.freedPerSecond());
    }

    private double pacedSeconds(double calls) {
        double whileLearning = (nowPerSecond + settledPerSecond) / 2 * learnSeconds;
        if (calls >= whileLearning) {
            return learnSeconds + (calls - whileLearning) / settledPerSecond;
        }
        // now x t + (settled - now) x t^2 / (2 x learn) = calls
        double more = settledPerSecond - nowPerSecond;
        double root = Math.sqrt(nowPerSecond * nowPerSecond + 2 * more * calls / learnSeconds);
        return 2 * calls / (nowPerSecond + root);
    }
}
