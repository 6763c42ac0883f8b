package io.foyer.admission.line;

/**
 * How many may be called, as the pacing of one gateway sees it. The store applies one plan per slice and room.
 *
 * @param callsPerSecond the rate at which the grant budget refills, by elapsed store time clamped to one second
 * @param burst the grant budget never holds more than this
 * @param headroom no more than this many may be called now, whatever the budget holds
 * @param sliceMillis the shortest time between two moves of the serving position
 */
public record CallPlan(double callsPerSecond, double burst, long headroom, long sliceMillis) {
    public CallPlan {
        if (!(callsPerSecond >= 0) || !(burst >= 0) || headroom < 0 || sliceMillis < 1) {
            throw new IllegalArgumentException("calls/s " + callsPerSecond + ", burst " + burst + ", headroom "
                    + headroom + ", slice " + sliceMillis + " ms (expected: none negative, slice >= 1)");
        }
    }
}
