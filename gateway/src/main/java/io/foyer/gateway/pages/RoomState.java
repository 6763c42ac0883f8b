package io.foyer.gateway.pages;

import java.util.Locale;

/** What a room says about one buyer, as the member {@code state} of the status object. */
public enum RoomState {
    /** A planned sale has not started: everybody in the lobby is drawn at the start. */
    LOBBY,
    /** In line. */
    WAITING,
    /** It is the buyer's turn: the next request enters. */
    CALLED,
    /** The buyer holds a valid pass. */
    ADMITTED,
    /** The line stands still; see {@link PauseReason}. */
    PAUSED,
    /** The sale is over, or not open. */
    CLOSED,
    /** The buyer has no place here. */
    NONE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }
}
