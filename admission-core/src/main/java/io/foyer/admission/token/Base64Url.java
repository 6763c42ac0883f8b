package io.foyer.admission.token;

import java.util.Arrays;

/** Base64url without padding (RFC 4648 section 5), decoded into a given array and only in its one canonical form. */
final class Base64Url {
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Base64Url() {}

    /** What {@link #decode} answers for text that is not canonical. */
    static final int NOT_BASE64 = -1;

    /** Decodes {@code text[start, end)} to the start of {@code bytes}, which must have room; answers how many bytes. */
    static int decode(byte[] text, int start, int end, byte[] bytes) {
        int length = 0;
        int bits = 0;
        int held = 0;
        for (int i = start; i < end; i++) {
            int value = text[i] < 0 ? -1 : VALUES[text[i]];
            if (value < 0) {
                return NOT_BASE64;
            }
            held = held << 6 | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (held >>> bits);
                held &= (1 << bits) - 1;
            }
        }
        // A single left-over character, or left-over bits that are not zero, would be a second spelling of the same
        // bytes.
        return bits == 6 || held != 0 ? NOT_BASE64 : length;
    }

    static boolean isText(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                return false;
            }
        }
        return true;
    }
}
