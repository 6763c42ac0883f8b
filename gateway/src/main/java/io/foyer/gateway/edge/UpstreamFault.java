package io.foyer.gateway.edge;

/** Why a shop did not answer a request, with the status the buyer gets if no response has begun. */
public enum UpstreamFault {
    /** The upstream named no server. */
    NO_SERVER(503, "no server of the shop is available", "destination_unavailable"),
    /** All connections that the shop may get were busy for too long. */
    NO_CONNECTION(503, "the shop is busy", "connection_limit_reached"),
    /** So many names wait to be looked up that this one was not. */
    NO_LOOKUP(503, "the shop's name cannot be looked up now", "dns_error"),
    NAME_UNKNOWN(502, "the shop's name is not known", "dns_error"),
    CONNECT_FAILED(502, "the shop cannot be reached", "connection_refused"),
    CONNECT_TIMED_OUT(504, "the shop cannot be reached in time", "connection_timeout"),
    TLS_FAILED(502, "no secure connection to the shop", "tls_protocol_error"),
    /** Its certificate is not for that name, not from a trusted issuer, or out of date. */
    TLS_CERTIFICATE(502, "the shop's certificate is not valid", "tls_certificate_error"),
    /** The connection broke before the response was complete. */
    BROKEN(502, "the shop broke off", "connection_terminated"),
    /** What came is not HTTP, or could be read in two ways. */
    GARBAGE(502, "the shop's response is not valid HTTP", "http_protocol_error"),
    TIMED_OUT(504, "the shop did not respond in time", "http_response_timeout");

    private final int status;
    private final String detail;
    private final String proxyError;

    UpstreamFault(int status, String detail, String proxyError) {
        this.status = status;
        this.detail = detail;
        this.proxyError = proxyError;
    }

    public int status() {
        return status;
    }

    /** For the buyer; tells nothing of the shop's inside. */
    public String detail() {
        return detail;
    }

    /** Its name in {@code Proxy-Status} (RFC 9209 section 2.3). */
    String proxyError() {
        return proxyError;
    }
}
