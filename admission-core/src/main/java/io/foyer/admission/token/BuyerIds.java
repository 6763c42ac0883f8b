package io.foyer.admission.token;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes buyer ids: 96 random bits, so that no two buyers ever share one. Any thread may call. */
public final class BuyerIds {
    static final int TEXT_LENGTH = 16;

    private static final int RANDOM_BYTES = 12;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;

    public BuyerIds(SecureRandom random) {
        this.random = random;
    }

    /** A new id: 16 characters of base64url. */
    public String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return BASE64.encodeToString(bytes);
    }

    static void require(String buyer) {
        if (!Base64Url.isText(buyer, TEXT_LENGTH)) {
            throw new IllegalArgumentException(
                    "buyer: " + buyer.length() + " characters (expected: " + TEXT_LENGTH + " of base64url)");
        }
    }
}
