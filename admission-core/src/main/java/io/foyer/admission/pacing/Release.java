package io.foyer.admission.pacing;

import java.util.Arrays;

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
     * @param freed how many leave the shop, and are followed by as many
     * @param part of those that are for this room
     */
    public record Places(double free, Freed freed, double part) {
        public static final Places ENDLESS = new Places(Double.MAX_VALUE, Freed.evenly(0), 1);

        double nowPerSecond() {
            return freed.nowPerSecond() * part;
        }

        double secondsFor(double calls) {
            return calls <= free ? 0 : freed.secondsFor((calls - free) / part);
        }
    }

    /**
     * How many places become free from now on.
     *
     * @param stepSeconds between the values
     * @param byStep cumulative, from 0; read only
     * @param laterPerSecond after the last of them
     */
    public record Freed(double stepSeconds, double[] byStep, double laterPerSecond) {
        static Freed evenly(double perSecond) {
            return new Freed(1, new double[1], perSecond);
        }

        /** At the beginning. */
        double nowPerSecond() {
            return byStep.length > 1 ? byStep[1] / stepSeconds : laterPerSecond;
        }

        double secondsFor(double places) {
            int last = byStep.length - 1;
            if (places > byStep[last]) {
                return last * stepSeconds + (places - byStep[last]) / laterPerSecond;
            }
            int at = Arrays.binarySearch(byStep, places);
            int after = Math.max(1, at >= 0 ? at : -at - 1);
            double within = byStep[after] - byStep[after - 1];
            double part = within > 0 ? (places - byStep[after - 1]) / within : 1;
            return (after - 1 + part) * stepSeconds;
        }
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
        return Math.max(pacedSeconds(calls), places.secondsFor(calls));
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
