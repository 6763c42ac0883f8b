package io.foyer.redis;

import java.util.List;
import java.util.function.UnaryOperator;

/** All scripts of the line. */
record LineScripts(
        Script joinLine,
        Script syncRoom,
        Script callNext,
        Script callNow,
        Script holdLobby,
        Script readPresence,
        Script carryPresence,
        Script redeemCode,
        Script grantPass,
        Script endTicket,
        Script pauseRoom,
        Script reserveOrders,
        Script settleOrders,
        Script teachOrders,
        Script teachGrants,
        Script keepShare) {

    /** @param texts gives the text of a script ("join_line") or an include ("include/room") */
    static LineScripts load(UnaryOperator<String> texts) {
        return new LineScripts(
                Script.load("join_line", texts),
                Script.load("sync_room", texts),
                Script.load("call_next", texts),
                Script.load("call_now", texts),
                Script.load("hold_lobby", texts),
                Script.load("read_presence", texts),
                Script.load("carry_presence", texts),
                Script.load("redeem_code", texts),
                Script.load("grant_pass", texts),
                Script.load("end_ticket", texts),
                Script.load("pause_room", texts),
                Script.load("reserve_orders", texts),
                Script.load("settle_orders", texts),
                Script.load("teach_orders", texts),
                Script.load("teach_grants", texts),
                Script.load("keep_share", texts));
    }

    List<Script> all() {
        return List.of(
                joinLine,
                syncRoom,
                callNext,
                callNow,
                holdLobby,
                readPresence,
                carryPresence,
                redeemCode,
                grantPass,
                endTicket,
                pauseRoom,
                reserveOrders,
                settleOrders,
                teachOrders,
                teachGrants,
                keepShare);
    }
}
