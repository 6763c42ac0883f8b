package io.foyer.admission.draw;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret of one draw, 32 bytes; a gateway derives it from a signing key. Its {@link #commitment} is published when the lobby
 * opens, the key itself at the start: so it was fixed before anybody had a number, and no buyer could foresee the order.
 */
public final class DrawKey {
    static final int BYTES = 32;
    private static final int HEX_DIGITS = 2 * BYTES;

    private final byte[] bytes;

    private DrawKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static DrawKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DrawKey(bytes);
    }

    /** @throws IllegalArgumentException when {@code hex} is not 64 hex digits */
    public static DrawKey of(String hex) {
        if (hex.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("draw key of " + hex.length() + " characters (expected: 64 hex digits)");
        }
        return new DrawKey(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 of the key's bytes, in lower-case hex. */
    public String commitment() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** In lower-case hex. To be told at the start, and to nobody before. */
    public String reveal() {
        return HexFormat.of().formatHex(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "draw key committed to by " + commitment();
    }
}
