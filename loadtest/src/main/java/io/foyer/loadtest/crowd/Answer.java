package io.foyer.loadtest.crowd;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A complete response.
 *
 * @param body the body if it is JSON, else empty: pages are read off the wire and dropped
 */
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper JSON = new JsonMapper();

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean createdOrder() {
        return status == 200 || status == 201 || status == 303;
    }

    /** Whether asking once more will not help, such as 421 where no shop has the URL's host. */
    boolean isBuyersFault() {
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }

    boolean isRefusal() {
        return status == 429 || status == 503;
    }

    /** Whether the room speaks, rather than the shop: only the room answers an API client with a problem document and a place. */
    Optional<StatusObject> roomStatus() {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.contains("json") ? parse() : Optional.empty();
    }

    private Optional<StatusObject> parse() {
        try {
            JsonNode root = JSON.readTree(body);
            return root.path("state").isString() ? Optional.of(StatusObject.of(root)) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** {@code Retry-After} in seconds; a second when the answer does not say. */
    long retryAfterSeconds() {
        String value = headers.get(HttpHeaderNames.RETRY_AFTER, "1").trim();
        try {
            return Math.max(1, Math.min(300, Long.parseLong(value)));
        } catch (NumberFormatException aDate) {
            return 1;
        }
    }
}
