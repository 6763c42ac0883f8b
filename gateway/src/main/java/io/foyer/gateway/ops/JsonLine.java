package io.foyer.gateway.ops;

import io.foyer.gateway.http.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON object on one line, built by hand into a buffer that is used again: an access line costs a copy, not a tree.
 * Strings are taken as ISO-8859-1; what is not plain ASCII is escaped, so the line is valid UTF-8 whatever a buyer sent.
 */
final class JsonLine {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int TEXT_MAX = 2_048;
    private static final int ESCAPED_CHARS_MAX = 6;
    private static final int NUMBER_CHARS_MAX = 32;
    private static final int PUNCTUATION_MAX = 16;

    /** 1 for the ASCII characters that do not stand in a JSON string, or should not in a log, as they are. */
    private static final byte[] ESCAPE = new byte[0x80];

    static {
        for (char c = 0; c < ESCAPE.length; c++) {
            ESCAPE[c] = (byte) (c < ' ' || c == 0x7f || c == '"' || c == '\\' ? 1 : 0);
        }
    }

    private final UtcTime clock = new UtcTime();
    private byte[] bytes = new byte[1_024];
    private int length;

    /** A member's name with all that stands around it, made once. */
    static byte[] name(String name) {
        return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    JsonLine start() {
        length = 0;
        put('{');
        return this;
    }

    /** @param value cut after 2,048 characters */
    JsonLine text(byte[] name, String value) {
        putName(name);
        put('"');
        int end = Math.min(value.length(), TEXT_MAX);
        reserve(ESCAPED_CHARS_MAX * end);
        if (!putPlain(value, end)) {
            putEscaped(value, end);
        }
        put('"');
        return this;
    }

    JsonLine trace(byte[] name, TraceContext trace) {
        putName(name);
        put('"');
        reserve(TraceContext.ID_CHARS);
        trace.putId(bytes, length);
        length += TraceContext.ID_CHARS;
        put('"');
        return this;
    }

    JsonLine number(byte[] name, long value) {
        putName(name);
        putNumber(value);
        return this;
    }

    JsonLine flag(byte[] name, boolean value) {
        putName(name);
        String text = Boolean.toString(value);
        putAscii(text);
        return this;
    }

    /** As ISO 8601 has it, in UTC with milliseconds. */
    JsonLine time(byte[] name, long epochMillis) {
        putName(name);
        put('"');
        reserve(UtcTime.CHARS);
        clock.put(epochMillis, bytes, length);
        length += UtcTime.CHARS;
        put('"');
        return this;
    }

    /** Milliseconds with three decimals. */
    JsonLine millis(byte[] name, long nanos) {
        putName(name);
        long micros = Math.max(0, nanos) / 1_000;
        putNumber(micros / 1_000);
        put('.');
        int rest = (int) (micros % 1_000);
        put('0' + rest / 100);
        put('0' + rest / 10 % 10);
        put('0' + rest % 10);
        return this;
    }

    /** Completes the line with its newline. */
    JsonLine end() {
        put('}');
        put('\n');
        return this;
    }

    /** The array that holds the line from its start on. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void putName(byte[] name) {
        int comma = length > 1 ? 0 : 1;
        int count = name.length - comma;
        reserve(count + NUMBER_CHARS_MAX);
        System.arraycopy(name, comma, bytes, length, count);
        length += count;
    }

    /** Copies text that is known to be plain, in one go. */
    @SuppressWarnings("deprecation") // it takes the low bytes, and ASCII has no others
    private void putAscii(String text) {
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    /** Puts nothing and returns false when a character needs an escape. The loop has no branch but its end, so that it is fast. */
    private boolean putPlain(String text, int end) {
        byte[] to = bytes;
        int at = length;
        int escapes = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            to[at + i] = (byte) c;
            escapes |= c >>> 7 | ESCAPE[c & 0x7f];
        }
        length += escapes == 0 ? end : 0;
        return escapes == 0;
    }

    private void putEscaped(String value, int end) {
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c < 0x80 && ESCAPE[c] == 0) {
                put(c);
            } else {
                putEscaped(c);
            }
        }
    }

    private void putEscaped(char c) {
        if (c == '"' || c == '\\') {
            put('\\');
            put(c);
        } else {
            put('\\');
            put('u');
            put(HEX[c >> 12]);
            put(HEX[c >> 8 & 15]);
            put(HEX[c >> 4 & 15]);
            put(HEX[c & 15]);
        }
    }

    private void putNumber(long value) {
        if (value < 0) {
            put('-');
        }
        long rest = Math.abs(value);
        int start = length;
        do {
            put('0' + (int) (rest % 10));
            rest /= 10;
        } while (rest > 0);
        for (int i = start, j = length - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
    }

    /** Makes room for {@code count} bytes, and the few that punctuation takes. */
    private void reserve(int count) {
        if (length + count + PUNCTUATION_MAX > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + count + PUNCTUATION_MAX));
        }
    }

    private void put(int b) {
        bytes[length++] = (byte) b;
    }
}
