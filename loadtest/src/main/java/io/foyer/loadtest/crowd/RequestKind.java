package io.foyer.loadtest.crowd;

/** What a request is for; latencies are kept by kind. */
public enum RequestKind {
    /** The first request for the page. */
    ARRIVE,
    /** {@code GET /_foyer/status}. */
    POLL,
    /** The page again, once called. */
    ENTER,
    /** The request that creates an order. */
    ORDER,
    /** The page that an order leads to. */
    CONFIRM,
    /** {@code POST /_foyer/leave}. */
    LEAVE
}
