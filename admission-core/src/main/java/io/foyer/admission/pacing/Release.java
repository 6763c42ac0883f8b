package io.foyer.admission.pacing;

/**
 * How fast a room is let in, as pacing expects it to go on: what the wait of a buyer follows from.
 *
 * @param nowPerSecond calls a second while the share of calls that end in an order is what it is believed to be now
 * @param settledPerSecond calls a second once that share is learned
 * @param doubt how little of it is learned: 1 at the start of a sale, 0 in the end
 */
public record Release(double nowPerSecond, double settledPerSecond, double doubt) {
    /** Nobody is let in, or nobody can tell. */
    public static final Release NONE = new Release(0, 0, 1);

    public Release {
        if (!(nowPerSecond >= 0) || !(settledPerSecond >= 0) || !(doubt >= 0 && doubt <= 1)) {
            throw new IllegalArgumentException("calls/s now " + nowPerSecond + ", settled " + settledPerSecond
                    + ", doubt " + doubt + " (expected: none negative, doubt <= 1)");
        }
    }
}
