package io.foyer.gateway.pages;

import java.util.Locale;

/** Why a line stands still, or why a newcomer has no number yet, as the member {@code reason} of the status object. */
public enum PauseReason {
    /** The operator paused the room. */
    OPERATOR,
    /** The shop does not answer, or is recovering. */
    SHOP,
    /** The store that keeps the line cannot be reached; no place is lost. */
    STORE,
    /** The number is given on the next request. */
    RETURN,
    /** Many newcomers came from the buyer's network; the number follows. */
    NETWORK;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }
}
