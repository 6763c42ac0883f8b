package io.foyer.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An answer that Foyer gives itself. The arrays are shared between requests and must not be changed.
 *
 * @param status the HTTP status code
 * @param headerLines lines of {@code Name: value} each ended by CRLF, without Content-Length, Date and Connection
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent")
public record PageAnswer(int status, byte[] headerLines, byte[] body) {
    public PageAnswer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200..599)");
        }
    }

    /** The same with one header more; neither name nor value may come from a buyer unchecked. */
    public PageAnswer withHeader(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(name + ": a header value has one line");
        }
        byte[] line = (name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] lines = Arrays.copyOf(headerLines, headerLines.length + line.length);
        System.arraycopy(line, 0, lines, headerLines.length, line.length);
        return new PageAnswer(status, lines, body);
    }
}
