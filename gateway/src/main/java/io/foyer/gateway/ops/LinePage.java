package io.foyer.gateway.ops;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The lines of one thread that wait to be written, back to back. That thread adds, the writer takes; neither waits for more than
 * an exchange of arrays.
 */
final class LinePage {
    private static final int BYTES_AT_FIRST = 16 * 1024;

    private final int bytesMax;
    private byte[] bytes;
    private int filled;
    /** The writer's: written out, and next to be filled. */
    private byte[] spare;

    LinePage(int bytesMax) {
        this.bytesMax = bytesMax;
        bytes = new byte[Math.min(BYTES_AT_FIRST, bytesMax)];
        spare = new byte[bytes.length];
    }

    /** Returns false when the page is full. */
    synchronized boolean add(byte[] line, int length) {
        int needed = filled + length;
        if (needed > bytesMax) {
            return false;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(bytesMax, Math.max(needed, 2 * bytes.length)));
        }
        System.arraycopy(line, 0, bytes, filled, length);
        filled = needed;
        return true;
    }

    /** Writes out all lines. Called by one thread only. */
    void writeTo(OutputStream out) throws IOException {
        int length = turn();
        if (length > 0) {
            out.write(spare, 0, length);
            out.flush();
        }
    }

    private synchronized int turn() {
        byte[] full = bytes;
        int length = filled;
        bytes = spare;
        filled = 0;
        spare = full;
        return length;
    }
}
