package io.foyer.gateway.rooms;

/** How a wait came out, beside the range that was told. */
public enum WaitResult {
    EARLY,
    WITHIN,
    LATE
}
