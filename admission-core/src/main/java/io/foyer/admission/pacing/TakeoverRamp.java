package io.foyer.admission.pacing;

import java.util.Optional;

/**
 * How much of the pace a shop is given around a takeover: none while no zone serves and for {@link #HOLD_SECONDS} after
 * another took over, for what it has not met may be cold; then evenly up to all of it.
 */
final class TakeoverRamp {
    private static final int HOLD_SECONDS = 5;
    private static final double RISE_SECONDS = 30;

    private Optional<String> last = Optional.empty();
    private boolean begun;
    private boolean down;
    private int hold;
    private double part = 1;

    /** Once a second. */
    void observe(Optional<String> serving) {
        boolean moved = begun && serving.isPresent() && last.isPresent() && !serving.equals(last);
        down = serving.isEmpty();
        if (down) {
            part = 0;
        } else if (moved) {
            part = 0;
            hold = HOLD_SECONDS;
        } else if (hold > 0) {
            hold--;
        } else {
            part = Math.min(1, part + 1 / RISE_SECONDS);
        }
        // A zone that comes back after nothing served is compared with the one before.
        last = down ? last : serving;
        begun = true;
    }

    boolean isDown() {
        return down;
    }

    /** 0 to 1. */
    double part() {
        return part;
    }
}
