package io.foyer.admission.token;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) under one key. The two hashes are fed their key block once and cloned per message, which takes
 * half the time of a reused {@code Mac} and a quarter of a new one. The keyed hashes are never changed: any thread may
 * call.
 */
final class HmacSha256 {
    static final int LENGTH = 32;

    private static final int BLOCK_LENGTH = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    HmacSha256(byte[] key) {
        byte[] block = Arrays.copyOf(key.length > BLOCK_LENGTH ? sha256().digest(key) : key, BLOCK_LENGTH);
        inner = keyed(block, (byte) 0x36);
        outer = keyed(block, (byte) 0x5c);
    }

    /** Writes the {@link #LENGTH} bytes of the code of {@code data[start, end)} to the start of {@code mac}. */
    void sign(byte[] data, int start, int end, byte[] mac) {
        try {
            MessageDigest hash = (MessageDigest) inner.clone();
            hash.update(data, start, end - start);
            hash.digest(mac, 0, LENGTH);
            MessageDigest hashOfHash = (MessageDigest) outer.clone();
            hashOfHash.update(mac, 0, LENGTH);
            hashOfHash.digest(mac, 0, LENGTH);
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("SHA-256 of this Java runtime", e);
        }
    }

    private static MessageDigest keyed(byte[] block, byte pad) {
        byte[] padded = new byte[BLOCK_LENGTH];
        for (int i = 0; i < BLOCK_LENGTH; i++) {
            padded[i] = (byte) (block[i] ^ pad);
        }
        MessageDigest digest = sha256();
        digest.update(padded);
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
