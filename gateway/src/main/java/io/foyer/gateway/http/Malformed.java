package io.foyer.gateway.http;

/** Why the fields of an HTTP/2 request make no request (RFC 9113 section 8.1.1): its stream is reset, others go on. */
public enum Malformed {
    NAME("field name is empty, in upper case, or has a byte that is not allowed", "RFC 9113 8.2.1"),
    VALUE("field value has CR, LF, NUL, or white space around it", "RFC 9113 8.2.1"),
    CONNECTION_FIELD("field that is about an HTTP/1.1 connection", "RFC 9113 8.2.2"),
    TE("TE other than trailers", "RFC 9113 8.2.2"),
    PSEUDO_LATE("pseudo-header field after a regular one", "RFC 9113 8.3"),
    PSEUDO_UNKNOWN("pseudo-header field that no request has", "RFC 9113 8.3"),
    PSEUDO_TWICE("pseudo-header field twice", "RFC 9113 8.3"),
    PSEUDO_IN_TRAILERS("pseudo-header field in trailers", "RFC 9113 8.1"),
    PSEUDO_MISSING("without :method, :scheme or :path", "RFC 9113 8.3.1"),
    METHOD(":method has a byte that is not allowed", "RFC 9113 8.3.1"),
    SCHEME(":scheme is neither http nor https", "RFC 9113 8.3.1"),
    PATH(":path is empty, no path, or has a byte that is not allowed", "RFC 9113 8.3.1"),
    CONNECT("CONNECT with :scheme or :path, or without :authority", "RFC 9113 8.5"),
    AUTHORITY(":authority and Host differ, or Host comes twice", "RFC 9113 8.3.1"),
    LENGTH("Content-Length is not a number, comes twice, or is not that of the body", "RFC 9113 8.1.1"),
    TRAILERS("trailers that do not end the request", "RFC 9113 8.1");

    private final String reason;
    private final String source;

    Malformed(String reason, String source) {
        this.reason = reason;
        this.source = source;
    }

    /** A fixed text that holds nothing of what was sent. */
    public String reason() {
        return reason;
    }

    public String source() {
        return source;
    }
}
