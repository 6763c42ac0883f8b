package io.foyer.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Header fields over a byte array of its own: those of a head, or a body's trailers. Reused from message to message;
 * what it says holds until the next parse. Fields are addressed by index in the order they came.
 */
public sealed class HeaderBlock permits MessageHead {
    private static final byte[] NO_BYTES = {};
    private static final int STRIDE = 5;

    byte[] bytes = NO_BYTES;
    /** How many of {@link #bytes} have been copied in. */
    int filled;
    /** Where the first field starts; the fields' places are kept from here on. */
    int fieldsStart;
    /** Where the empty line that ends the fields starts. */
    int fieldsEnd;

    private int count;
    /** A bit for the hash of each name: most names that are asked for are not there, which then is known at once. */
    private long names;

    private int[] spans = {};
    private Field[] kinds = {};

    HeaderBlock() {}

    /** Receives each field's place in {@link #bytes()}. */
    @FunctionalInterface
    public interface FieldVisitor {
        void field(int index);
    }

    /** The number of fields. */
    public final int headerCount() {
        return count;
    }

    /** The array that all positions point into; read only. */
    public final byte[] bytes() {
        return bytes;
    }

    public final int nameStart(int index) {
        return fieldsStart + spans[index * STRIDE];
    }

    public final int nameEnd(int index) {
        return fieldsStart + spans[index * STRIDE + 1];
    }

    /** Where the value starts, white space around it left out. */
    public final int valueStart(int index) {
        return fieldsStart + spans[index * STRIDE + 2];
    }

    public final int valueEnd(int index) {
        return fieldsStart + spans[index * STRIDE + 3];
    }

    public final String name(int index) {
        return text(nameStart(index), nameEnd(index));
    }

    public final String value(int index) {
        return text(valueStart(index), valueEnd(index));
    }

    /** The first value of a field, read as ISO-8859-1. */
    public final @Nullable String header(String lowerCaseName) {
        int index = indexOf(lowerCaseName, 0);
        return index < 0 ? null : value(index);
    }

    public final boolean hasHeader(String lowerCaseName) {
        return indexOf(lowerCaseName, 0) >= 0;
    }

    /** Visits all fields of a name in the order they came, without allocating. */
    public final void visitHeaders(String lowerCaseName, FieldVisitor visitor) {
        for (int i = indexOf(lowerCaseName, 0); i >= 0; i = indexOf(lowerCaseName, i + 1)) {
            visitor.field(i);
        }
    }

    /** Visits all fields in the order they came. */
    public final void visitHeaders(FieldVisitor visitor) {
        for (int i = 0; i < count; i++) {
            visitor.field(i);
        }
    }

    /** The index of the first field of that name at or after {@code from}, or -1. */
    public final int indexOf(String lowerCaseName, int from) {
        int hash = lowerCaseName.hashCode();
        if ((names & 1L << hash) == 0) {
            return -1;
        }
        for (int i = from; i < count; i++) {
            if (spans[i * STRIDE + 4] == hash && Grammar.isText(bytes, nameStart(i), nameEnd(i), lowerCaseName)) {
                return i;
            }
        }
        return -1;
    }

    final void clear() {
        filled = 0;
        clearFields();
    }

    /** Forgets the fields, and what was read from them. */
    void clearFields() {
        fieldsStart = 0;
        fieldsEnd = 0;
        count = 0;
        names = 0;
    }

    final Field kind(int index) {
        return kinds[index];
    }

    /** Where the line after a field's starts. */
    final int lineEnd(int index) {
        return index + 1 < count ? nameStart(index + 1) : fieldsEnd;
    }

    final void makeRoom(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, Math.min(2 * bytes.length, length + 1024)));
        }
    }

    final void add(Field kind, int hash, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count + 16);
            spans = Arrays.copyOf(spans, kinds.length * STRIDE);
        }
        int at = count * STRIDE;
        spans[at] = nameStart - fieldsStart;
        spans[at + 1] = nameEnd - fieldsStart;
        spans[at + 2] = valueStart - fieldsStart;
        spans[at + 3] = valueEnd - fieldsStart;
        spans[at + 4] = hash;
        kinds[count++] = kind;
        names |= 1L << hash;
    }

    final String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
