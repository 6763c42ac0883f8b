package io.foyer.gateway.rooms;

import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.Fault;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who comes with an invitation to a lane. A code is exchanged for a stamp of arrival that carries it, which uses nothing: the
 * browser that brings the stamp back uses it. So a lost reply, a mail scanner or a link preview costs nobody an invitation. On the
 * exchange's event loop.
 */
final class Lanes {
    private static final byte[] NOTHING = new byte[0];

    private final Desk desk;

    Lanes(Desk desk) {
        this.desk = desk;
    }

    /** Where the buyer has a place: the lane whose ticket the request brings, else the room. */
    Room of(Exchange exchange, ShopState state, Room room) {
        for (Room lane : state.lanes(room)) {
            if (desk.tickets().find(exchange, lane, desk.clock().seconds()) != null) {
                return lane;
            }
        }
        return room;
    }

    /** Whether the link of one who is in has a code, which the shop is not to see; then it has been answered. */
    boolean hidesCode(Exchange exchange, ShopState state, Room asked) {
        return !state.lanes(asked).isEmpty() && BroughtCode.of(exchange.request()) != null && redirect(exchange, "");
    }

    /** Whether the request, which wants something of the shop, brings a code; then it may have been answered. */
    boolean invites(Exchange exchange, ShopState state, Room asked, Room room) {
        String code = state.lanes(asked).isEmpty() ? null : BroughtCode.of(exchange.request());
        if (code == null) {
            return false;
        }
        if (room != asked) {
            return redirect(exchange, "");
        }
        Room lane = laneFor(exchange, state, code);
        if (lane == null) {
            return true;
        }
        if (!state.lanes(asked).contains(lane)) {
            refuse(exchange, asked);
            return true;
        }
        if (new OnePlace(desk, exchange, state).isBetterOffIn(asked, lane)) {
            lane.codeUsed(CodeUse.NOT_NEEDED);
            return redirect(exchange, "");
        }
        Answers.WaitAnswer given = stamp(exchange, lane, code);
        if (!redirect(exchange, given.cookieLine())) {
            exchange.answer(desk.answers().wait(exchange, state, lane, returning(lane), given));
        }
        return true;
    }

    /** Takes a code from one who asks for a place only; null when the request has been answered. */
    @Nullable
    Room join(Exchange exchange, ShopState state, String code) {
        Room lane = laneFor(exchange, state, code);
        if (lane == null || desk.tickets().find(exchange, lane, desk.clock().seconds()) != null) {
            return lane;
        }
        Room beside = state.besideLane(lane);
        if (beside != null && new OnePlace(desk, exchange, state).isBetterOffIn(beside, lane)) {
            lane.codeUsed(CodeUse.NOT_NEEDED);
            return beside;
        }
        Answers.WaitAnswer given = stamp(exchange, lane, code);
        exchange.answer(desk.answers().status(exchange, state, lane, returning(lane), given));
        return null;
    }

    /** The lane that a code is for; null for a code that is of no use, and then the request has been answered. */
    private @Nullable Room laneFor(Exchange exchange, ShopState state, String code) {
        Invitation invitation = desk.tickets().invitation(code);
        Room lane = invitation == null
                        || !invitation.lane().shop().equals(state.config().name())
                ? null
                : state.room(invitation.lane().room());
        if (lane == null || !state.isLane(lane)) {
            refuse(exchange, state.main());
            return null;
        }
        return lane;
    }

    private void refuse(Exchange exchange, Room room) {
        room.codeUsed(CodeUse.INVALID);
        desk.refusals().refuse(exchange, Fault.CODE_INVALID, "");
    }

    private Answers.WaitAnswer stamp(Exchange exchange, Room lane, String code) {
        exchange.decided(Decision.INVITED);
        exchange.inRoom(lane.id().room());
        lane.codeUsed(CodeUse.SHOWN);
        Invitation invitation = desk.tickets().invitation(code);
        Ticket.Provisional stamp =
                desk.tickets().provisional(lane, null, desk.clock().millis());
        return desk.tickets().given(exchange, lane, invitation == null ? stamp : stamp.with(invitation));
    }

    private static Standing returning(Room lane) {
        return Standing.stamped(Standing.Kind.TO_RETURN, lane.view());
    }

    /** Sends a browser to the same address without the code, which then shows in no history, log or referrer. */
    private static boolean redirect(Exchange exchange, String cookieLine) {
        RequestHead request = exchange.request();
        String target = request.target();
        boolean isLink = request.method().equals("GET") && Answers.isForBrowser(exchange);
        // A path that begins with two slashes would name another host.
        if (!isLink || target.startsWith("//") || target.equals(BroughtCode.cutFrom(target))) {
            return false;
        }
        exchange.decided(Decision.INVITED);
        String lines = "Location: " + BroughtCode.cutFrom(target)
                + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n" + cookieLine;
        exchange.answer(new Answer(303, lines.getBytes(StandardCharsets.US_ASCII), NOTHING));
        return true;
    }
}
