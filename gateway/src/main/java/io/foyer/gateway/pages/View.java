package io.foyer.gateway.pages;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the page shows; finer than the state, because two buyers in one state may need different words. room.js knows the same. */
enum View {
    WAITING,
    /** Called while away: the place was kept, and the buyer goes in before all later calls. */
    NEXT,
    ENTERING,
    PAUSED,
    /** The store cannot be reached: the line stands still and the place is safe. */
    AWAY,
    /** Came while the store was away: an arrival time, no number yet. */
    ARRIVING,
    /** Before the lobby opens. */
    SOON,
    /** In a lobby whose order is that of arrival. */
    EARLY,
    /** The number follows when the browser comes back. */
    RETURN,
    /** Many came from the same network: the number follows. */
    NETWORK,
    /** In a lobby that will be drawn. */
    LOBBY,
    /** The sale has started, and the lobby is being drawn. */
    DRAWING,
    CLOSED,
    NONE;

    private final String key = name().toLowerCase(Locale.ROOT);

    String key() {
        return key;
    }

    /** The name of the section that a template shows in this view only, such as {@code isPaused}. */
    String section() {
        return "is" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
    }

    static View of(RoomStatus status) {
        return switch (status.state()) {
            case CALLED, ADMITTED -> ENTERING;
            case LOBBY -> lobby(status);
            case CLOSED -> isStillToCome(status) ? SOON : CLOSED;
            case NONE -> NONE;
            case PAUSED -> status.number() == null ? ARRIVING : status.reason() == PauseReason.STORE ? AWAY : PAUSED;
            case WAITING -> waiting(status);
        };
    }

    /** Whether only a room with a planned sale is ever seen so. */
    boolean isOfSale() {
        return this == SOON || this == EARLY || this == LOBBY || this == DRAWING;
    }

    /** Whether a page may begin with it but never comes to it: other pages do without its words. */
    boolean isOnlyFirst() {
        return this == RETURN || this == NETWORK;
    }

    private static View lobby(RoomStatus status) {
        SaleStatus sale = status.sale();
        if (sale == null || !sale.isDrawn()) {
            return EARLY;
        }
        return sale.nextAt(status.updatedAt()) == null ? DRAWING : LOBBY;
    }

    private static boolean isStillToCome(RoomStatus status) {
        SaleStatus sale = status.sale();
        return sale != null && (sale.endsAt() == null || status.updatedAt().isBefore(sale.endsAt()));
    }

    private static View waiting(RoomStatus status) {
        Long number = status.number();
        if (number == null) {
            return withoutNumber(status.reason());
        }
        // Numbers start again with each era: one below the serving position may also be of a later era, with others
        // ahead.
        boolean nobodyAhead = Long.valueOf(0).equals(status.ahead());
        return number <= status.servingPosition() && nobodyAhead ? NEXT : WAITING;
    }

    private static View withoutNumber(@Nullable PauseReason reason) {
        return reason == PauseReason.RETURN ? RETURN : reason == PauseReason.NETWORK ? NETWORK : ARRIVING;
    }
}
