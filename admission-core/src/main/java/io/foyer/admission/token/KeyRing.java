package io.foyer.admission.token;

import java.util.List;

/**
 * The keys in force: the first signs, all verify. To rotate without losing a place, add the new key last everywhere, then
 * put it first, and drop the old one when the last token that it signed has ended.
 */
public record KeyRing(List<SigningKey> keys) {
    /** Every verification of a strange token looks at each key, so their number is bounded. */
    public static final int KEYS_MAX = 16;

    public KeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException("keys: " + keys.size() + " (expected: 1 to " + KEYS_MAX + ")");
        }
        if (keys.stream().map(SigningKey::kid).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("keys: a kid is used twice (expected: each once)");
        }
    }

    /** The key that signs. */
    public SigningKey signing() {
        return keys.get(0);
    }
}
