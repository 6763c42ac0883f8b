package io.foyer.gateway.http;

import java.util.Arrays;

/**
 * The fields of the head before on the same connection. Clients mostly repeat them byte for byte, and the same bytes say the
 * same: they need not be read again.
 */
final class FieldsBefore {
    private byte[] bytes = {};
    private int start;
    private int length;
    private int versionMinor;

    /** Takes over the bytes of a head, which count if it was complete and good, and returns others in their place. */
    byte[] take(RequestHead head) {
        byte[] free = bytes;
        bytes = head.bytes;
        start = head.fieldsStart;
        length = head.length() == 0 ? 0 : head.fieldsEnd + Grammar.LINE_END_BYTES - start;
        versionMinor = head.versionMinor;
        return free;
    }

    /** How many bytes they have, with the empty line. */
    int length() {
        return length;
    }

    /** Whether they are there again, under the same version, which decides on what some of them mean. */
    boolean areAt(int at, MessageHead head) {
        return length > 0
                && versionMinor == head.versionMinor
                && head.filled - at >= length
                && Arrays.equals(head.bytes, at, at + length, bytes, start, start + length);
    }
}
