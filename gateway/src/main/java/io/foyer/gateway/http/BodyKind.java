package io.foyer.gateway.http;

/** How the end of a message's body is found (RFC 9112 section 6.3). */
public enum BodyKind {
    /** The message ends with its head. */
    NONE,
    /** {@code Content-Length} bytes follow, possibly none. */
    LENGTH,
    /** Chunks follow. */
    CHUNKED,
    /** A response's body ends where the connection ends; never a request's. */
    UNTIL_CLOSE
}
