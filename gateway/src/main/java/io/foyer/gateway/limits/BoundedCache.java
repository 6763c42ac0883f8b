package io.foyer.gateway.limits;

import java.util.Locale;

/** A cache that forgets what was used least when it is full. A label of the metrics. */
public enum BoundedCache {
    /** Rates of addresses: one that is forgotten begins with a full bucket. */
    ADDRESS_RATES,
    /** Rates of passes: likewise. */
    PASS_RATES,
    /** Passes of clients that bring their ticket only: one that is forgotten costs a store call. */
    TICKET_PASSES;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
