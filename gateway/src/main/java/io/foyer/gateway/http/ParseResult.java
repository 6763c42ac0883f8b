package io.foyer.gateway.http;

/** What a head parser says after looking at the bytes it was given. */
public enum ParseResult {
    /** Nothing is wrong so far; call again with the same bytes and more. */
    NEED_MORE,
    /** The head is complete and its bytes have been read. */
    COMPLETE,
    /** Broken for good: the parser's {@code refusal()} says why, and the connection has to be closed. */
    REFUSED
}
