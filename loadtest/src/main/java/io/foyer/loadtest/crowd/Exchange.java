package io.foyer.loadtest.crowd;

import io.netty.handler.codec.http.FullHttpRequest;

/** One request and where its answer goes. Every exchange ends in exactly one of the two calls, on its event loop. */
interface Exchange {
    /** A fresh request for this exchange; asked for again when a kept connection turns out to be closed. */
    FullHttpRequest request();

    /** Whether the request does no harm when it is sent twice. */
    boolean isRepeatable();

    /** Called when the request is about to go out on a connection. */
    void sent();

    void answered(Answer answer);

    /** @param kind a short word for the error report, without addresses or counts */
    void failed(String kind);
}
