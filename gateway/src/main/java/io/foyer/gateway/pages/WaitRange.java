package io.foyer.gateway.pages;

/** An estimate of the wait that is left, in seconds: very likely between low and high. */
public record WaitRange(long lowSeconds, long likelySeconds, long highSeconds) {
    public WaitRange {
        if (lowSeconds < 0 || likelySeconds < lowSeconds || highSeconds < likelySeconds) {
            throw new IllegalArgumentException("wait: %d, %d, %d (expected: 0 <= low <= likely <= high)"
                    .formatted(lowSeconds, likelySeconds, highSeconds));
        }
    }
}
