package io.foyer.gateway.limits;

import java.util.Locale;

/** A cache that forgets what was used least when it is full. A label of the metrics. */
public enum BoundedCache {
    /** Rates of addresses: one that is forgotten begins with a full bucket. */
    ADDRESS_RATES,
    /** Rates of passes: likewise. */
    PASS_RATES,
    /** Rates of joins, of addresses and of prefixes: likewise. */
    JOIN_RATES,
    /** Numbers given for stamps of arrival: a stamp that is shown again after it was forgotten gets another number. */
    STAMPS,
    /** Passes of clients that bring their ticket only: one that is forgotten costs a store call. */
    TICKET_PASSES,
    /** Whether addresses are crawlers': one that is forgotten is looked up again. */
    CRAWLERS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
