package io.foyer.admission.token;

import io.foyer.admission.line.RoomId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a code says: who brings it may take a place in a lane.
 *
 * @param lane the room that it is for
 * @param id counts its uses; the same for all codes of one identity
 * @param uses how many buyers it gives a place, at least 1
 * @param endsAtSeconds from when on it is of no use, in seconds since 1970
 */
public record Invitation(RoomId lane, String id, int uses, long endsAtSeconds) {
    public static final int USES_MAX = 100_000;

    private static final int ID_BYTES = 12;

    public Invitation {
        BuyerIds.require(id);
        if (uses < 1 || uses > USES_MAX || endsAtSeconds < 1) {
            throw new IllegalArgumentException(
                    "uses " + uses + ", ends " + endsAtSeconds + " (expected: 1 to " + USES_MAX + " uses, an end)");
        }
    }

    /** The id of all codes of one identity, such as a member's number: they give it one place. */
    public static String idOf(String identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
