package io.foyer.admission.token;

import java.time.Duration;

/**
 * What a pass is given for, from the config in force at admission.
 *
 * @param idle the pass is over when not used for this long; whole seconds
 * @param max the pass is over this long after admission; whole seconds
 * @param orders the order credit, 1 to 15
 */
public record PassTerms(Duration idle, Duration max, int orders) {
    public PassTerms {
        if (idle.toSeconds() < 1 || max.toSeconds() < 1) {
            throw new IllegalArgumentException("idle " + idle + ", max " + max + " (expected: both >= 1 s)");
        }
        Pass.requireCredit(orders);
    }
}
