package io.foyer.admission.draw;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) under one key, of messages that begin alike: what they share is hashed once and cloned, because a lobby
 * of a million takes ten million of them. Any thread may call.
 */
final class RoundHash {
    private static final int BLOCK_LENGTH = 64;
    private static final int HASH_LENGTH = 32;

    private final MessageDigest inner;
    private final MessageDigest outer;

    /** @param key no longer than a block */
    RoundHash(byte[] key, byte[] beginning) {
        inner = keyed(key, (byte) 0x36);
        inner.update(beginning);
        outer = keyed(key, (byte) 0x5c);
    }

    /** Of the message that ends with {@code rest}, into {@code mac}. */
    void sign(byte[] rest, byte[] mac) {
        try {
            MessageDigest hash = (MessageDigest) inner.clone();
            hash.update(rest);
            hash.digest(mac, 0, HASH_LENGTH);
            MessageDigest hashOfHash = (MessageDigest) outer.clone();
            hashOfHash.update(mac, 0, HASH_LENGTH);
            hashOfHash.digest(mac, 0, HASH_LENGTH);
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("SHA-256 of this Java runtime", e);
        }
    }

    private static MessageDigest keyed(byte[] key, byte pad) {
        byte[] padded = Arrays.copyOf(key, BLOCK_LENGTH);
        for (int i = 0; i < BLOCK_LENGTH; i++) {
            padded[i] ^= pad;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(padded);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
