package io.foyer.admission.line;

import java.time.Duration;

/**
 * The times that a room's commands need, from the config in force when the command is sent.
 *
 * @param absentAfter a waiting buyer not heard from for this long (at most half as long again) is passed over
 * @param keep how long a buyer who was absent when called may still come
 * @param sessionIdle a pass not used for this long is over
 * @param sessionMax a pass is over this long after admission
 * @param plan when the room lets people in
 */
public record RoomTerms(Duration absentAfter, Duration keep, Duration sessionIdle, Duration sessionMax, SalePlan plan) {
    /** Of a room that is always open. */
    public RoomTerms(Duration absentAfter, Duration keep, Duration sessionIdle, Duration sessionMax) {
        this(absentAfter, keep, sessionIdle, sessionMax, SalePlan.ALWAYS);
    }

    public RoomTerms {
        requirePositive("absentAfter", absentAfter);
        requirePositive("keep", keep);
        requirePositive("sessionIdle", sessionIdle);
        requirePositive("sessionMax", sessionMax);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + ": " + duration + " (expected: > 0)");
        }
    }
}
