package io.foyer.admission.line;

/**
 * How long a store that lost something gathers what others remember before it goes on, in ms.
 *
 * @param soonMillis when a gateway that was in touch with it shortly before its state was written vouches that next to nothing
 *     is lost: as long as all gateways need to report
 * @param fullMillis otherwise: as long as all waiting buyers need to report
 */
public record SettleTimes(long soonMillis, long fullMillis) {
    /** For a room that nobody can have a place in. */
    public static final SettleTimes AT_ONCE = new SettleTimes(0, 0);

    public SettleTimes {
        if (soonMillis < 0 || fullMillis < soonMillis) {
            throw new IllegalArgumentException("settle within " + soonMillis + " or " + fullMillis
                    + " ms (expected: 0 <= the former <= the latter)");
        }
    }
}
