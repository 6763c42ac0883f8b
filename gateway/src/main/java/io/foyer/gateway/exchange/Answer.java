package io.foyer.gateway.exchange;

import io.foyer.gateway.http.HeaderLines;

/**
 * An answer made here. The edge adds Content-Length, Date and Connection.
 *
 * @param headerLines ready {@code Name: value\r\n} lines; not copied, so not changed afterwards
 * @param body sent unless the request is HEAD; not copied either
 */
public record Answer(int status, byte[] headerLines, byte[] body) {
    public Answer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
    }

    /** The same with more header lines, or with none. */
    public Answer with(String lines) {
        return new Answer(status, HeaderLines.join(headerLines, lines), body);
    }
}
