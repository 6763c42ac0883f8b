package io.foyer.gateway.exchange;

import io.foyer.gateway.http.ResponseHead;

/** Follows one forwarded request. Exactly one of the two is called, on the exchange's event loop. */
public interface ResponseWatcher {

    /**
     * The shop's final response head has arrived (1xx are passed over).
     *
     * @return header lines to add for the buyer; often {@link Forwarding#NO_LINES}
     */
    byte[] onResponse(ResponseHead response);

    /**
     * There will be no response.
     *
     * @param mayHaveReached whether any byte of the request can have reached the shop
     */
    void onFailure(boolean mayHaveReached);
}
