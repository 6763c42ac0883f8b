package io.foyer.admission.line;

/**
 * When a room lets people in, on the store's clock, in ms since 1970. Nobody has a number before the lobby opens; who comes from
 * then on has one, and nobody is called before the start; from the end on nobody is numbered or called any more.
 *
 * @param lobbyOpensMillis 0 when there is always a lobby until the start
 * @param startsMillis 0 for a room that has always been open
 * @param endsMillis {@link Long#MAX_VALUE} for one that never ends
 * @param isDrawn whether the lobby's order is drawn at the start
 */
public record SalePlan(long lobbyOpensMillis, long startsMillis, long endsMillis, boolean isDrawn) {
    /** A room without a plan. */
    public static final SalePlan ALWAYS = new SalePlan(0, 0, Long.MAX_VALUE, false);

    public SalePlan {
        if (lobbyOpensMillis < 0 || startsMillis < 0 || lobbyOpensMillis > startsMillis || endsMillis <= startsMillis) {
            throw new IllegalArgumentException("lobby opens " + lobbyOpensMillis + ", starts " + startsMillis
                    + ", ends " + endsMillis + " (expected: 0 <= lobby opens <= starts < ends)");
        }
        if (isDrawn && lobbyOpensMillis == 0) {
            throw new IllegalArgumentException("a drawn sale without the time its lobby opens");
        }
    }

    public Phase phaseAt(long millis) {
        if (millis < lobbyOpensMillis) {
            return Phase.PLANNED;
        }
        if (millis < startsMillis) {
            return Phase.LOBBY;
        }
        return millis < endsMillis ? Phase.OPEN : Phase.ENDED;
    }

    public boolean hasStart() {
        return startsMillis > 0;
    }

    public boolean hasEnd() {
        return endsMillis < Long.MAX_VALUE;
    }

    /** How far a sale has come. */
    public enum Phase {
        /** The lobby is still to open. */
        PLANNED,
        LOBBY,
        OPEN,
        ENDED;

        /** Whether newcomers are given numbers. */
        public boolean isJoinable() {
            return this == LOBBY || this == OPEN;
        }
    }
}
