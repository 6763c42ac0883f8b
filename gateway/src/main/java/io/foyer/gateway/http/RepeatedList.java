package io.foyer.gateway.http;

import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * The fields of one header block, held against those of the block before: how many of them, from the first on, came again. HPACK
 * gives a field that it has in its table as the same object each time, so that mostly nothing but two references is compared.
 */
final class RepeatedList {
    private AsciiString[] fields = new AsciiString[32];
    /** Of the block before while it repeats, else of this one; each field is a name and a value. */
    private int length;

    private int position;
    private boolean repeats = true;

    /** The next block begins. */
    void restart() {
        position = 0;
        repeats = true;
    }

    /** The block before is not to be compared with. */
    void forget() {
        length = 0;
    }

    /** Whether all fields so far are those of the block before, and this one is its next. */
    boolean goesOn(AsciiString name, AsciiString value) {
        boolean same =
                repeats && position < length && isSame(fields[position], name) && isSame(fields[position + 1], value);
        position += same ? 2 : 0;
        return same;
    }

    /** Whether all fields so far are those of the block before. */
    boolean isRepeating() {
        return repeats;
    }

    /** The same, and it had more. */
    boolean isShort() {
        return repeats && position < length;
    }

    /** From here on the block differs from the one before: keeps what it has in common with it. */
    void cut() {
        repeats = false;
        length = position;
    }

    void add(AsciiString name, AsciiString value) {
        if (length == fields.length) {
            fields = Arrays.copyOf(fields, 2 * length);
        }
        fields[length] = name;
        fields[length + 1] = value;
        length += 2;
    }

    int size() {
        return length / 2;
    }

    AsciiString name(int index) {
        return fields[2 * index];
    }

    AsciiString value(int index) {
        return fields[2 * index + 1];
    }

    private static boolean isSame(AsciiString one, AsciiString other) {
        return one == other || one.equals(other);
    }
}
