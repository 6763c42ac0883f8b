package io.foyer.gateway.pages;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON text (RFC 8259) as UTF-8, appended to a growing array: several times as fast as a generator, or as a buffer with checks. */
final class JsonBytes {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;
    /** A control character takes six bytes; no other character takes more than three a UTF-16 unit. */
    private static final int BYTES_A_CHAR_MAX = 6;

    private static final int SECONDS_PER_DAY = 86_400;

    private byte[] bytes = new byte[768];
    private int length;
    private Instant lastInstant = Instant.MIN;
    private byte[] lastInstantText = {};

    /** Forgets what was written and starts anew. */
    JsonBytes restart() {
        length = 0;
        return this;
    }

    /** As it is: punctuation, member names, and what is known to need no escape. */
    JsonBytes raw(byte[] ascii) {
        ensure(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    JsonBytes raw(String ascii) {
        return raw(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** A quoted and escaped string, or null. */
    JsonBytes string(@Nullable String value) {
        if (value == null) {
            return raw(NULL);
        }
        ensure(value.length() + 2);
        bytes[length++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                escaped(value, i);
                break;
            }
            bytes[length++] = (byte) c;
        }
        ensure(1);
        bytes[length++] = '"';
        return this;
    }

    JsonBytes number(@Nullable Long value) {
        return value == null ? raw(NULL) : number(value.longValue());
    }

    JsonBytes number(long value) {
        if (value < 0) {
            return raw(Long.toString(value));
        }
        ensure(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        digits(value, digits);
        return this;
    }

    /** RFC 3339 with milliseconds, quoted. Many in a row are the same, for a room's figures change ten times a second. */
    JsonBytes instant(Instant instant) {
        if (instant.equals(lastInstant)) {
            return raw(lastInstantText);
        }
        int start = length;
        writeInstant(instant);
        lastInstant = instant;
        lastInstantText = Arrays.copyOfRange(bytes, start, length);
        return this;
    }

    private void writeInstant(Instant instant) {
        long seconds = instant.getEpochSecond();
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        if (date.getYear() < 0 || date.getYear() > 9999) {
            string(instant.atOffset(ZoneOffset.UTC).toString());
            return;
        }
        int secondOfDay = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
        ensure(26);
        bytes[length++] = '"';
        field(date.getYear(), 4, '-');
        field(date.getMonthValue(), 2, '-');
        field(date.getDayOfMonth(), 2, 'T');
        field(secondOfDay / 3600, 2, ':');
        field(secondOfDay / 60 % 60, 2, ':');
        field(secondOfDay % 60, 2, '.');
        field(instant.getNano() / 1_000_000, 3, 'Z');
        bytes[length++] = '"';
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void field(int value, int width, char end) {
        digits(value, width);
        bytes[length++] = (byte) end;
    }

    private void digits(long value, int digits) {
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void escaped(String value, int from) {
        ensure((value.length() - from) * BYTES_A_CHAR_MAX);
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            } else if (c < ' ') {
                raw("\\u00");
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xf];
            } else {
                int codePoint = value.codePointAt(i);
                i += Character.charCount(codePoint) - 1;
                utf8(codePoint);
            }
        }
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xc0 | codePoint >> 6);
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            // Half a surrogate pair has no UTF-8 form: U+FFFD stands for what was lost.
            boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            int known = half ? 0xfffd : codePoint;
            bytes[length++] = (byte) (0xe0 | known >> 12);
            continuation(known >> 6);
            continuation(known);
        } else {
            bytes[length++] = (byte) (0xf0 | codePoint >> 18);
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | bits & 0x3f);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
