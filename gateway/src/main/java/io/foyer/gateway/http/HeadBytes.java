package io.foyer.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * A head while it is put together from many small pieces: an array takes them several times as fast as a buffer that checks and
 * maps each write, and gives it all in one. One a thread, which uses it again for every head; it stays as long as the longest.
 */
public final class HeadBytes {
    private static final int BYTES_AT_FIRST = 4 * 1024;

    private static final FastThreadLocal<HeadBytes> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected HeadBytes initialValue() {
            return new HeadBytes();
        }
    };

    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private int length;

    private HeadBytes() {}

    /** That of the calling thread, empty. Whatever was not written out is forgotten. */
    public static HeadBytes start() {
        HeadBytes own = OF_THREAD.get();
        own.length = 0;
        return own;
    }

    /** The calling thread's array with room for that many bytes, for whoever needs it for a moment. */
    static byte[] scratch(int count) {
        HeadBytes own = start();
        own.room(count);
        return own.bytes;
    }

    public HeadBytes put(byte[] piece) {
        return put(piece, 0, piece.length);
    }

    public HeadBytes put(byte[] from, int start, int count) {
        int at = room(count);
        System.arraycopy(from, start, bytes, at, count);
        return this;
    }

    public HeadBytes put(char ascii) {
        int at = room(1);
        bytes[at] = (byte) ascii;
        return this;
    }

    /** Puts a number that is not negative in decimal digits. */
    public HeadBytes putNumber(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int at = room(digits);
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** Takes the next {@code count} bytes, for the caller to fill in {@link #array()}; returns where they start. */
    int room(int count) {
        int at = length;
        length += count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        return at;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Takes back what was put behind the first {@code count} bytes. */
    HeadBytes cut(int count) {
        length = count;
        return this;
    }

    /** Appends all of it to a buffer. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }
}
