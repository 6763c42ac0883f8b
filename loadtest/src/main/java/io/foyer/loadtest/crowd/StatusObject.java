package io.foyer.loadtest.crowd;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code GET /_foyer/status} says, as far as a buyer needs it.
 *
 * @param nextPollMillis bounded to 200 ms to 5 min, whatever the gateway says
 */
record StatusObject(
        String state,
        @Nullable Long number,
        long nextPollMillis,
        @Nullable String ticket) {
    private static final double DEFAULT_POLL_SECONDS = 2;

    static StatusObject of(JsonNode root) {
        JsonNode number = root.path("number");
        JsonNode ticket = root.path("ticket");
        double seconds = root.path("nextPollSeconds").asDouble(DEFAULT_POLL_SECONDS);
        return new StatusObject(
                root.path("state").asString(),
                number.isNumber() ? number.asLong() : null,
                (long) (1_000 * Math.max(0.2, Math.min(300, seconds))),
                ticket.isString() ? ticket.asString() : null);
    }

    boolean mayEnter() {
        return state.equals("called") || state.equals("admitted");
    }

    boolean placeIsLost() {
        return state.equals("none");
    }
}
