package io.foyer.loadtest.crowd;

/** What a buyer does in the line. */
public enum Habit {
    /** Waits in a browser until called. */
    PATIENT,
    /** Gives the place up after a few polls: half say so, half just stop polling. */
    LEAVER,
    /** Goes silent for a while, as a sleeping phone does, and then comes back to the same place. */
    RETURNER,
    /** A client without cookies: asks for JSON and carries its ticket in {@code Authorization: Foyer}. */
    API
}
