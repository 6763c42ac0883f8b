package io.foyer.gateway.ops;

import io.foyer.admission.line.CallNow;
import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.RoomId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/rooms/SHOP/ROOM/call?count=N}: an operator calls so many now.
 *
 * @param id names the request, so that it is carried out once however often it is sent
 * @param by who asks, as they say themselves
 */
record CallRequest(int count, String id, String by) {
    private static final Logger LOG = LoggerFactory.getLogger(CallRequest.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    /** @throws IllegalArgumentException with what was expected */
    static CallRequest of(@Nullable String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", 8)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return new CallRequest(
                count(values.getOrDefault("count", "")),
                name(values, "id", UUID.randomUUID().toString()),
                name(values, "by", "an operator"));
    }

    private static int count(String text) {
        int count = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > CallNow.CALLS_MAX) {
            throw new IllegalArgumentException(
                    "count: '" + text + "' (expected: a number from 1 to " + CallNow.CALLS_MAX + ")");
        }
        return count;
    }

    private static String name(Map<String, String> values, String key, String otherwise) {
        String given = values.get(key);
        if (given == null) {
            return otherwise;
        }
        if (!NAME.matcher(given).matches()) {
            throw new IllegalArgumentException(key + " (expected: 1 to 64 letters, digits, dots, dashes, @ or _)");
        }
        return given;
    }

    Outcome outcome(RoomId room, CallNowReply reply) {
        LOG.info(
                "room {}: {} calls by hand, asked for by {}, request {}: {}, {} called",
                room,
                count,
                by,
                id,
                Texts.lower(reply.outcome()),
                reply.called());
        return switch (reply.outcome()) {
            case CALLED, CALLED_BEFORE -> Outcome.done("Called", said(room, reply), report(room, reply));
            case NOT_OPEN ->
                refused("the room is not open: it has no state yet, or settles after a loss of the store's data");
            case EARLY -> refused("the sale has not started, or its lobby is being drawn");
            case OVER -> refused("the sale has ended");
            case ELSEWHERE -> refused("the line moved on just now; ask again");
        };
    }

    private ObjectNode report(RoomId room, CallNowReply reply) {
        return OpsAnswers.JSON
                .createObjectNode()
                .put("shop", room.shop())
                .put("room", room.room())
                .put("id", id)
                .put("asked", count)
                .put("called", reply.called())
                .put("repeated", reply.outcome() == CallNowReply.Outcome.CALLED_BEFORE)
                .put("servingPosition", reply.room().serving());
    }

    private String said(RoomId room, CallNowReply reply) {
        String called = reply.called() + " of " + count + " called from the line of " + room;
        return reply.outcome() == CallNowReply.Outcome.CALLED_BEFORE
                ? called + " when this was first sent, and nobody more now"
                : called;
    }

    private static Outcome refused(String why) {
        return Outcome.refused(409, "Nobody was called", why);
    }
}
