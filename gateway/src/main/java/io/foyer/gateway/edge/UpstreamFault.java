package io.foyer.gateway.edge;

/** Why a shop did not answer a request, with the status the buyer gets if no response has begun. */
public enum UpstreamFault {
    /** The upstream named no server. */
    NO_SERVER(503, "no server of the shop is available"),
    /** All connections that the shop may get were busy for too long. */
    NO_CONNECTION(503, "the shop is busy"),
    CONNECT_FAILED(502, "the shop cannot be reached"),
    CONNECT_TIMED_OUT(504, "the shop cannot be reached in time"),
    /** The connection broke before the response was complete. */
    BROKEN(502, "the shop broke off"),
    /** What came is not HTTP, or could be read in two ways. */
    GARBAGE(502, "the shop's response is not valid HTTP"),
    TIMED_OUT(504, "the shop did not respond in time");

    private final int status;
    private final String detail;

    UpstreamFault(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    public int status() {
        return status;
    }

    /** For the buyer; tells nothing of the shop's inside. */
    public String detail() {
        return detail;
    }
}
