package io.foyer.admission.wait;

/** An estimate of the wait that is left, in seconds: very likely between low and high. */
public record WaitRange(long lowSeconds, long likelySeconds, long highSeconds) {
    public WaitRange {
        if (lowSeconds < 0 || likelySeconds < lowSeconds || highSeconds < likelySeconds) {
            throw new IllegalArgumentException("wait " + lowSeconds + ", " + likelySeconds + ", " + highSeconds
                    + " s (expected: 0 <= low <= likely <= high)");
        }
    }
}
