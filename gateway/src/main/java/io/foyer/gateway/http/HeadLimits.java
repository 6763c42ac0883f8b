package io.foyer.gateway.http;

/**
 * Bounds on one head, start line and final empty line included.
 *
 * @param lineBytes the longest line, its CRLF included
 * @param headBytes the whole head
 * @param fields the number of header fields
 */
public record HeadLimits(int lineBytes, int headBytes, int fields) {
    private static final int FIELDS = 128;

    public HeadLimits {
        require("lineBytes", lineBytes, 64);
        require("headBytes", headBytes, lineBytes);
        require("fields", fields, 1);
    }

    /** Limits that follow from the size of the whole head: one line may take half of it. */
    public static HeadLimits ofHeadBytes(int headBytes) {
        return new HeadLimits(Math.max(64, headBytes / 2), headBytes, FIELDS);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
