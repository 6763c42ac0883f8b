package io.foyer.gateway.rooms;

/** What became of an invitation code that a buyer brought. */
public enum CodeUse {
    /** It is genuine and in time: the buyer got a stamp, and nothing is used yet. */
    SHOWN,
    /** It became a place in the lane. */
    PLACED,
    /** The buyer had a place on it already. */
    PLACED_BEFORE,
    /** The buyer is better off with the place they have in the room's line, and keeps it: nothing is used. */
    NOT_NEEDED,
    /** Others have used it as often as it may be. */
    USED_UP,
    /** It is not genuine, is for something else, or has ended. */
    INVALID
}
