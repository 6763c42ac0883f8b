package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One status for each view, with figures that are easy to find again. */
final class Statuses {
    static final String MESSAGE = "Tickets are going fast.";
    static final Instant AT = Instant.parse("2026-11-23T19:04:05.678Z");

    private Statuses() {}

    static RoomStatus waiting() {
        return of(RoomState.WAITING, 12_417L, 1_318L, new WaitRange(240, 330, 420));
    }

    static RoomStatus of(RoomState state, @Nullable Long number, @Nullable Long ahead, @Nullable WaitRange wait) {
        return new RoomStatus(
                "arena",
                "main",
                state,
                number,
                ahead,
                4_321,
                11_099,
                wait,
                5,
                MESSAGE,
                AT,
                "head.body.sig",
                null,
                null);
    }

    static RoomStatus paused(PauseReason reason, @Nullable Long number) {
        return new RoomStatus(
                "arena",
                "main",
                RoomState.PAUSED,
                number,
                number == null ? null : 1_318L,
                4_321,
                11_099,
                null,
                5,
                MESSAGE,
                AT,
                "head.body.sig",
                reason,
                null);
    }

    private static RoomStatus stamped(PauseReason reason) {
        return new RoomStatus(
                "arena",
                "main",
                RoomState.WAITING,
                null,
                null,
                4_321,
                11_099,
                null,
                5,
                MESSAGE,
                AT,
                "head.body.sig",
                reason,
                null);
    }

    static RoomStatus message(String message) {
        return new RoomStatus(
                "arena",
                "main",
                RoomState.WAITING,
                12_417L,
                1_318L,
                4_321,
                11_099,
                null,
                5,
                message,
                AT,
                null,
                null,
                null);
    }

    /** @param opens when the lobby opens and {@code starts} when the sale does, in seconds from {@link #AT} */
    static RoomStatus planned(RoomState state, @Nullable Long number, long opens, long starts, boolean isDrawn) {
        SaleStatus sale =
                new SaleStatus(AT.plusSeconds(opens), AT.plusSeconds(starts), AT.plusSeconds(3_600), isDrawn, null);
        return new RoomStatus(
                "arena", "final", state, number, null, 4_321, 0, null, 5, MESSAGE, AT, "head.body.sig", null, sale);
    }

    static RoomStatus of(View view) {
        return switch (view) {
            case WAITING -> waiting();
            case NEXT -> of(RoomState.WAITING, 10_000L, 0L, new WaitRange(0, 5, 20));
            case ENTERING -> of(RoomState.CALLED, 11_099L, 0L, null);
            case PAUSED -> paused(PauseReason.OPERATOR, 12_417L);
            case AWAY -> paused(PauseReason.STORE, 12_417L);
            case ARRIVING -> paused(PauseReason.STORE, null);
            case SOON -> planned(RoomState.CLOSED, null, 120, 300, true);
            case EARLY -> planned(RoomState.LOBBY, 12_417L, -60, 300, false);
            case LOBBY -> planned(RoomState.LOBBY, 12_417L, -60, 300, true);
            case DRAWING -> planned(RoomState.LOBBY, 12_417L, -60, -1, true);
            case RETURN -> stamped(PauseReason.RETURN);
            case NETWORK -> stamped(PauseReason.NETWORK);
            case CLOSED -> of(RoomState.CLOSED, null, null, null);
            case NONE -> of(RoomState.NONE, null, null, null);
        };
    }
}
