package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status object: where one buyer stands in one room.
 *
 * @param shop the shop's configured name
 * @param room the room's configured name
 * @param number the buyer's number; null without a place, or with one that has no number yet
 * @param ahead how many are ahead; null where that is not known
 * @param waiting how many wait in this room
 * @param servingPosition the number up to which buyers have been called
 * @param waitLeft member {@code wait}: what is left of the wait; null when it cannot be told
 * @param nextPollSeconds when to ask again, at least 1
 * @param message what the shop wants to say; null for nothing
 * @param updatedAt the moment the room's figures are from
 * @param ticket the signed ticket, for clients without cookies; never part of a page
 * @param reason why the line stands still or there is no number yet; null unless {@code state} is paused, or waiting
 *     without a number
 * @param sale the room's planned sale; null for a room without
 */
public record RoomStatus(
        String shop,
        String room,
        RoomState state,
        @Nullable Long number,
        @Nullable Long ahead,
        long waiting,
        long servingPosition,
        @Nullable WaitRange waitLeft,
        int nextPollSeconds,
        @Nullable String message,
        Instant updatedAt,
        @Nullable String ticket,
        @Nullable PauseReason reason,
        @Nullable SaleStatus sale) {

    public RoomStatus {
        if (nextPollSeconds < 1) {
            throw new IllegalArgumentException("nextPollSeconds: " + nextPollSeconds + " (expected: >= 1)");
        }
        if (ahead != null && ahead < 0) {
            throw new IllegalArgumentException("ahead: " + ahead + " (expected: >= 0)");
        }
    }

    /** The same without the ticket, which no script may read. */
    RoomStatus withoutTicket() {
        return new RoomStatus(
                shop,
                room,
                state,
                number,
                ahead,
                waiting,
                servingPosition,
                waitLeft,
                nextPollSeconds,
                message,
                updatedAt,
                null,
                reason,
                sale);
    }

    /** Tickets are bearer tokens: not in logs. */
    @Override
    public String toString() {
        return "RoomStatus[%s/%s %s number=%s ahead=%s]".formatted(shop, room, state.wireName(), number, ahead);
    }
}
