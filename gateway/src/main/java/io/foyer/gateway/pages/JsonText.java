package io.foyer.gateway.pages;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** JSON values (RFC 8259) as UTF-8 straight into a buffer, without a generator in between. */
final class JsonText {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;
    private static final int SECONDS_PER_DAY = 86_400;

    private JsonText() {}

    static void writeString(ByteBuf out, @Nullable CharSequence value) {
        if (value == null) {
            out.writeBytes(NULL);
            return;
        }
        out.ensureWritable(value.length() + 2);
        out.writeByte('"');
        if (isPlain(value)) {
            ByteBufUtil.writeAscii(out, value);
        } else {
            writeEscaped(out, value);
        }
        out.writeByte('"');
    }

    static void writeLong(ByteBuf out, @Nullable Long value) {
        if (value == null) {
            out.writeBytes(NULL);
        } else {
            writeLong(out, value.longValue());
        }
    }

    static void writeLong(ByteBuf out, long value) {
        if (value < 0) {
            out.writeCharSequence(Long.toString(value), StandardCharsets.US_ASCII);
            return;
        }
        out.ensureWritable(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        writeDigits(out, value, digits);
    }

    /** RFC 3339 with milliseconds, quoted. */
    static void writeInstant(ByteBuf out, Instant instant) {
        long seconds = instant.getEpochSecond();
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        if (date.getYear() < 0 || date.getYear() > 9999) {
            writeString(out, instant.atOffset(ZoneOffset.UTC).toString());
            return;
        }
        int secondOfDay = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
        out.ensureWritable(26);
        out.writeByte('"');
        writeField(out, date.getYear(), 4, '-');
        writeField(out, date.getMonthValue(), 2, '-');
        writeField(out, date.getDayOfMonth(), 2, 'T');
        writeField(out, secondOfDay / 3600, 2, ':');
        writeField(out, secondOfDay / 60 % 60, 2, ':');
        writeField(out, secondOfDay % 60, 2, '.');
        writeField(out, instant.getNano() / 1_000_000, 3, 'Z');
        out.writeByte('"');
    }

    private static void writeField(ByteBuf out, int value, int width, char end) {
        writeDigits(out, value, width);
        out.writeByte(end);
    }

    private static void writeDigits(ByteBuf out, long value, int digits) {
        int start = out.writerIndex();
        long rest = value;
        for (int i = start + digits - 1; i >= start; i--) {
            out.setByte(i, (int) ('0' + rest % 10));
            rest /= 10;
        }
        out.writerIndex(start + digits);
    }

    private static boolean isPlain(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void writeEscaped(ByteBuf out, CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.writeByte('\\').writeByte(c);
            } else if (c < ' ') {
                out.writeByte('\\').writeByte('u').writeByte('0').writeByte('0');
                out.writeByte(HEX[c >> 4]).writeByte(HEX[c & 0xf]);
            } else {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                writeUtf8(out, pair ? Character.toCodePoint(c, value.charAt(++i)) : c);
            }
        }
    }

    private static void writeUtf8(ByteBuf out, int codePoint) {
        if (codePoint < 0x80) {
            out.writeByte(codePoint);
        } else if (codePoint < 0x800) {
            out.writeByte(0xc0 | codePoint >> 6).writeByte(continuation(codePoint));
        } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            // Half a pair has no UTF-8 form: U+FFFD stands for what was lost.
            out.writeByte(0xef).writeByte(0xbf).writeByte(0xbd);
        } else if (codePoint < 0x10000) {
            out.writeByte(0xe0 | codePoint >> 12).writeByte(continuation(codePoint >> 6));
            out.writeByte(continuation(codePoint));
        } else {
            out.writeByte(0xf0 | codePoint >> 18).writeByte(continuation(codePoint >> 12));
            out.writeByte(continuation(codePoint >> 6)).writeByte(continuation(codePoint));
        }
    }

    private static int continuation(int bits) {
        return 0x80 | bits & 0x3f;
    }
}
