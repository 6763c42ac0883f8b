package io.foyer.gateway.pages;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why Foyer itself answers a request with an error. Each has its own words: what happened, and what to do. */
public enum Fault {
    /** Not HTTP, or framed ambiguously. */
    BAD_REQUEST(400, "badRequest"),
    /** A change asked for by another site's page. */
    FORBIDDEN(403, "forbidden"),
    /** No such path under the reserved prefix. */
    NOT_FOUND(404, "notFound"),
    METHOD_NOT_ALLOWED(405, "methodNotAllowed"),
    /** Head or body did not arrive in time. */
    REQUEST_TIMEOUT(408, "requestTimeout"),
    BODY_TOO_LARGE(413, "bodyTooLarge"),
    URI_TOO_LONG(414, "uriTooLong"),
    EXPECTATION_FAILED(417, "expectation"),
    /** A host that no shop has. */
    MISDIRECTED(421, "misdirected"),
    HEADERS_TOO_LARGE(431, "headersTooLarge"),
    INTERNAL(500, "internal"),
    NOT_IMPLEMENTED(501, "notImplemented"),
    /** The shop was reached and its answer is not usable. */
    BAD_UPSTREAM(502, "badUpstream"),
    /** No server of the shop can be reached; nothing was sent. */
    SHOP_UNAVAILABLE(503, "shopUnavailable", 5),
    /** The order was held as long as allowed and found no slot; the credit is kept. */
    ORDERS_FULL(503, "ordersFull", 5),
    /** The pass has created all the orders it is for; the shop was not asked. */
    ORDER_SPENT(403, "orderSpent"),
    /** An invitation for something else, or that has ended, or none where one is needed. */
    CODE_INVALID(403, "codeInvalid"),
    /** Others have used the invitation as often as it may be. */
    CODE_USED(403, "codeUsed"),
    /** Too many requests from one address, or on one pass. */
    TOO_MANY_REQUESTS(429, "tooMany", 1),
    /** One of this gateway's own bounds is reached. */
    TOO_BUSY(503, "tooBusy", 2),
    /** The shop was reached and did not answer in time: whether it acted is not known. */
    UPSTREAM_TIMEOUT(504, "upstreamTimeout"),
    VERSION_NOT_SUPPORTED(505, "version");

    private final int status;
    private final String key;
    private final @Nullable Integer retryAfterSeconds;

    Fault(int status, String key) {
        this.status = status;
        this.key = key;
        this.retryAfterSeconds = null;
    }

    Fault(int status, String key, int retryAfterSeconds) {
        this.status = status;
        this.key = key;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * The fault that a status code means when nothing more is known.
     *
     * @throws IllegalArgumentException for a code that Foyer never answers by itself
     */
    public static Fault ofStatus(int status) {
        for (Fault fault : values()) {
            if (fault.status == status) {
                return fault;
            }
        }
        throw new IllegalArgumentException("status: " + status + " (expected: one of Foyer's own)");
    }

    public int status() {
        return status;
    }

    /** Null where trying again helps no one, or may repeat what was done. */
    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    String titleKey() {
        return key + "Title";
    }

    String textKey() {
        return key + "Text";
    }

    /** Names the problem for programs. */
    String type() {
        return "urn:foyer:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
