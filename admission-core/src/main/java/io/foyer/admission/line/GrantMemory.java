package io.foyer.admission.line;

/**
 * What a gateway remembers of a ticket that it admitted, for a store that may have lost it.
 *
 * @param isUsedUp whether the ticket left or its pass was ended since
 */
public record GrantMemory(long number, long admittedAtMillis, boolean isUsedUp) {
    /** At most this many are told at once. */
    public static final int GRANTS_MAX = 1_024;
}
