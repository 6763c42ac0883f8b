package io.foyer.admission.line;

/**
 * How many may be called, as the pacing of one gateway sees it. The store applies one plan per slice and room.
 *
 * @param callsPerSecond the rate at which the grant budget refills, by elapsed store time clamped to one second
 * @param burst the grant budget never holds more than this
 * @param headroom how many may be called, whatever the budget holds
 * @param sliceMillis the shortest time between two moves of the serving position
 */
public record CallPlan(double callsPerSecond, double burst, Headroom headroom, long sliceMillis) {
    public CallPlan {
        if (!(callsPerSecond >= 0) || !(burst >= 0) || sliceMillis < 1) {
            throw new IllegalArgumentException("calls/s " + callsPerSecond + ", burst " + burst + ", slice "
                    + sliceMillis + " ms (expected: none negative, slice >= 1)");
        }
    }

    /**
     * For how many more buyers there was room in one copy of the line. However many slices and gateways go by one copy, they call
     * no more than that together.
     *
     * @param calledBefore how many had been called in all, by that copy
     */
    public record Headroom(long calls, long calledBefore) {
        public static final Headroom NONE = new Headroom(0, 0);

        public Headroom {
            if (calls < 0 || calledBefore < 0) {
                throw new IllegalArgumentException(
                        "headroom " + calls + " beyond " + calledBefore + " (expected: none negative)");
            }
        }

        /**
         * What is left of it once {@code called} have been called in all. A line that has called fewer than the copy says is not
         * the one that was copied, but one that has lost some: nothing is left until it is known again.
         */
        public long left(long called) {
            return called < calledBefore ? 0 : Math.max(0, calls - (called - calledBefore));
        }
    }
}
