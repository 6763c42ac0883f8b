package io.foyer.gateway.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Byte classes of RFC 9110 section 5.6 and RFC 3986, one table lookup a byte. */
final class Grammar {
    static final byte CR = '\r';
    static final byte LF = '\n';

    static final int LINE_END_BYTES = 2;

    /** Classes of {@link #TARGET}. */
    static final byte BAD = 0;

    static final byte PLAIN = 1;
    static final byte SLASH = 2;
    static final byte DOT = 3;
    static final byte QUERY = 4;
    static final byte RARE = 5;

    /** Marks in {@link #NAME} the token bytes other than letters, digits and the hyphen. */
    static final int ODD = 0x80;

    /** 0 where no name may have the byte; else the lower-case byte, {@link #ODD} added for unusual ones. */
    static final byte[] NAME = new byte[256];

    /** True for HTAB, SP, VCHAR and obs-text. */
    static final boolean[] VALUE = new boolean[256];

    /** What a byte means in a request target. */
    static final byte[] TARGET = new byte[256];

    static final boolean[] UNRESERVED = new boolean[256];

    /** sub-delims, ":" and "@", without ";" which starts path parameters. */
    static final boolean[] DELIMITER = new boolean[256];

    private static final byte[] HEX = new byte[256];
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long TOP_BITS = EACH << 7;

    static {
        Arrays.fill(HEX, (byte) -1);
        for (int c = 0; c < 256; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean upper = c >= 'A' && c <= 'Z';
            boolean letter = upper || (c >= 'a' && c <= 'z');
            if (digit || letter || c == '-') {
                NAME[c] = (byte) (upper ? c + 32 : c);
            } else if ("!#$%&'*+.^_`|~".indexOf(c) >= 0) {
                NAME[c] = (byte) (c | ODD);
            }
            VALUE[c] = c == '\t' || (c >= ' ' && c != 0x7f);
            UNRESERVED[c] = digit || letter || "-._~".indexOf(c) >= 0;
            DELIMITER[c] = "!$&'()*+,=:@".indexOf(c) >= 0;
            TARGET[c] = targetClass(c);
            if (Character.digit(c, 16) >= 0 && c < 0x80) {
                HEX[c] = (byte) Character.digit(c, 16);
            }
        }
    }

    private Grammar() {}

    /**
     * Where the bytes of a field value end. Eight bytes at a time while none of them is a control character: values are most of
     * a head, and this reads them three times as fast.
     */
    static int valueEnd(byte[] bytes, int start, int limit) {
        int p = start;
        while (p + Long.BYTES <= limit) {
            long word = word(bytes, p);
            long controls = (word - ' ' * EACH) & ~word;
            long found = (controls | zeros(word ^ 0x7f * EACH)) & TOP_BITS;
            if (found != 0) {
                p += firstByte(found);
                break;
            }
            p += Long.BYTES;
        }
        while (p < limit && VALUE[bytes[p] & 0xff]) {
            p++;
        }
        return p;
    }

    /** Eight bytes, the first in the lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** Where the byte is next, or {@code end}. */
    static int find(byte wanted, byte[] bytes, int start, int end) {
        long eight = wanted * EACH;
        int p = start;
        while (p + Long.BYTES <= end) {
            long found = zeros(word(bytes, p) ^ eight) & TOP_BITS;
            if (found != 0) {
                return p + firstByte(found);
            }
            p += Long.BYTES;
        }
        while (p < end && bytes[p] != wanted) {
            p++;
        }
        return p;
    }

    /** Of bytes that have their top bit set and no other, which comes first in the array. */
    private static int firstByte(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }

    /** The top bit of the first byte that is zero is set; none is when no byte is zero. */
    private static long zeros(long word) {
        return (word - EACH) & ~word;
    }

    private static byte targetClass(int c) {
        if (c <= ' ' || c >= 0x7f || c == '#') {
            return BAD;
        }
        return switch (c) {
            case '/' -> SLASH;
            case '.' -> DOT;
            case '?' -> QUERY;
            default -> UNRESERVED[c] || DELIMITER[c] ? PLAIN : RARE;
        };
    }

    /** The value of a hex digit, or -1. */
    static int hex(byte b) {
        return HEX[b & 0xff];
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Whether the bytes are the text, but for the case of ASCII letters. */
    static boolean isText(byte[] bytes, int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        return startsWith(bytes, start, end, lowerCase);
    }

    /** Whether the bytes are the text, which is ASCII. */
    static boolean isExactly(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a comma-separated list has the text as a member, but for the case of ASCII letters. */
    static boolean lists(byte[] bytes, int start, int end, String lowerCase) {
        int p = start;
        while (p < end) {
            while (p < end && (bytes[p] == ',' || isSpace(bytes[p]))) {
                p++;
            }
            int member = p;
            while (p < end && bytes[p] != ',' && !isSpace(bytes[p])) {
                p++;
            }
            if (isText(bytes, member, p, lowerCase)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes start with the text, but for the case of ASCII letters. */
    static boolean startsWith(byte[] bytes, int start, int end, String lowerCase) {
        if (end - start < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lower(bytes[start + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
