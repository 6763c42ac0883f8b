package io.foyer.redis;

import java.util.List;
import java.util.function.UnaryOperator;

/** All scripts of the line. */
record LineScripts(
        Script joinLine,
        Script syncRoom,
        Script callNext,
        Script grantPass,
        Script endTicket,
        Script pauseRoom,
        Script reserveOrders,
        Script settleOrders,
        Script teachOrders,
        Script teachGrants) {

    /** @param includes gives the text of an include */
    static LineScripts load(UnaryOperator<String> includes) {
        return new LineScripts(
                Script.load("join_line", includes),
                Script.load("sync_room", includes),
                Script.load("call_next", includes),
                Script.load("grant_pass", includes),
                Script.load("end_ticket", includes),
                Script.load("pause_room", includes),
                Script.load("reserve_orders", includes),
                Script.load("settle_orders", includes),
                Script.load("teach_orders", includes),
                Script.load("teach_grants", includes));
    }

    List<Script> all() {
        return List.of(
                joinLine,
                syncRoom,
                callNext,
                grantPass,
                endTicket,
                pauseRoom,
                reserveOrders,
                settleOrders,
                teachOrders,
                teachGrants);
    }
}
