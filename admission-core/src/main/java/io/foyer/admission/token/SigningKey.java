package io.foyer.admission.token;

import io.foyer.admission.draw.DrawKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A secret that signs tokens, under the name that tokens call it by. The secret shows in no {@code toString} and leaves
 * this package in no other way; the keys of draws are derived from it.
 */
public final class SigningKey {
    /** RFC 7518 section 3.2: a key for HS256 is no shorter than the hash. */
    public static final int SECRET_BYTES_MIN = 32;

    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String kid;
    private final byte[] secret;

    /**
     * @param kid 1 to 64 letters, digits, dots, dashes and underscores
     * @param secret at least {@link #SECRET_BYTES_MIN} random bytes; copied
     * @throws IllegalArgumentException when either is not as said; the message never tells the secret
     */
    public SigningKey(String kid, byte[] secret) {
        if (!KID.matcher(kid).matches()) {
            throw new IllegalArgumentException(
                    "kid: '" + kid + "' (expected: 1 to 64 letters, digits, dots, dashes, underscores)");
        }
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("secret of key '" + kid + "': " + secret.length
                    + " bytes (expected: at least " + SECRET_BYTES_MIN + ")");
        }
        this.kid = kid;
        this.secret = secret.clone();
    }

    public String kid() {
        return kid;
    }

    /** The key of one draw, which nobody can foresee without the secret, and from which nobody can tell it. */
    public DrawKey drawKey(String sale, long opensMillis) {
        byte[] label = ("foyer-draw-key\0" + sale + "\0" + opensMillis).getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[HmacSha256.LENGTH];
        hmac().sign(label, 0, label.length, key);
        return DrawKey.of(HexFormat.of().formatHex(key));
    }

    HmacSha256 hmac() {
        return new HmacSha256(secret);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey key && kid.equals(key.kid) && Arrays.equals(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return kid.hashCode();
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + ", secret=***]";
    }
}
