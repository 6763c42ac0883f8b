package io.foyer.loadtest.crowd;

/** How a visit ended. */
public enum Outcome {
    ORDERED,
    /** Entered and went without ordering. */
    BROWSED,
    /** Gave the place up. */
    LEFT,
    /** Wanted to order and could not. */
    REFUSED,
    /** Too many failures in a row, or one at the door that will not go away. */
    GAVE_UP,
    /** The crowd was closed first. */
    UNFINISHED
}
