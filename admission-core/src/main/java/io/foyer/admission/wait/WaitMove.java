package io.foyer.admission.wait;

/** Why the waits of a room are told otherwise than some minutes ago. */
public enum WaitMove {
    /** They are not. */
    NONE,
    /** Buyers go in faster than they did. */
    FASTER,
    /** Buyers go in more slowly than they did. */
    SLOWER,
    /** Nobody was called for a while. */
    STOOD_STILL,
    /** Buyers ahead who had left came back. */
    OTHERS_RETURNED
}
