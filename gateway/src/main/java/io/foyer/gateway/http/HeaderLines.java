package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Header lines of our own, encoded once and written many times: {@code HeaderLines.NONE.with("Foyer-Shop", "arena").bytes()}.
 */
public final class HeaderLines {
    public static final HeaderLines NONE = new HeaderLines("");

    private final String text;

    private HeaderLines(String text) {
        this.text = text;
    }

    /** Encoded lines, and more of them. */
    public static byte[] join(byte[] lines, byte[] more) {
        if (more.length == 0) {
            return lines;
        }
        byte[] all = Arrays.copyOf(lines, lines.length + more.length);
        System.arraycopy(more, 0, all, lines.length, more.length);
        return all;
    }

    /** Encoded lines, and more of them in ASCII, or none. */
    public static byte[] join(byte[] lines, String more) {
        return more.isEmpty() ? lines : join(lines, more.getBytes(US_ASCII));
    }

    /**
     * These lines and one more.
     *
     * @throws IllegalArgumentException when name or value could end the line or is outside ISO-8859-1
     */
    public HeaderLines with(String name, String value) {
        if (!isName(name) || !isValue(value)) {
            throw new IllegalArgumentException(
                    "header: " + name + " (expected: a name, and a value without control bytes)");
        }
        return new HeaderLines(text + name + ": " + value + "\r\n");
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80 || Grammar.NAME[text.charAt(i)] == 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x100 || !Grammar.VALUE[text.charAt(i)]) {
                return false;
            }
        }
        return true;
    }

    /** The lines, each with its CRLF. */
    public byte[] bytes() {
        return text.getBytes(ISO_8859_1);
    }
}
