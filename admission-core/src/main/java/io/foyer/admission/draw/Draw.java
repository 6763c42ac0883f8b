package io.foyer.admission.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random order of the lobby numbers 1 to {@code size}, computed where it is needed: nobody keeps a list.
 *
 * <p>A Feistel network of ten rounds over HMAC-SHA256 permutes the numbers of {@code 2w} bits (Luby and Rackoff 1988), and what
 * falls outside the lobby is permuted again until it falls inside (cycle walking: Black and Rogaway, "Ciphers with Arbitrary
 * Finite Domains", 2002). {@code w} is the least that holds the lobby, and at least 8. With {@code x = number - 1} as halves
 * {@code (left, right)} of {@code w} bits, each round does
 *
 * <pre>
 * (left, right) = (right, left xor F(round, right))
 * F = the first 8 bytes, read as a big-endian number, of HMAC-SHA256(key, "foyer-draw-1" 0x00 sale 0x00 size round half), mod 2^w
 * </pre>
 *
 * with size and half as 8 bytes, big-endian, and round, 0 to 9, as one. The place is the result plus 1. docs/draw.md says the
 * same for those who write a verifier of their own.
 */
public final class Draw {
    /** Name of the format; another algorithm gets another name. */
    public static final String FORMAT = "foyer-draw-1";

    private static final int ROUNDS = 10;
    /** Large enough that ten rounds mix a lobby of three, small enough that its places are found in a millisecond. */
    private static final int HALF_BITS_MIN = 4;

    private static final long SIZE_MAX = 1L << 40;

    private final SecretKeySpec key;
    private final byte[] sale;
    private final long size;
    private final int halfBits;
    private final long halfMask;

    /**
     * @param sale which sale is drawn, {@code shop/room}
     * @param size how many numbers the lobby has given out
     */
    public Draw(DrawKey key, String sale, long size) {
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalArgumentException("lobby size: " + size + " (expected: 1 to " + SIZE_MAX + ")");
        }
        this.key = new SecretKeySpec(key.bytes(), "HmacSHA256");
        this.sale = sale.getBytes(StandardCharsets.UTF_8);
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
        this.halfBits = Math.max(HALF_BITS_MIN, (bits + 1) / 2);
        this.halfMask = (1L << halfBits) - 1;
    }

    public long size() {
        return size;
    }

    /** The drawn place, 1 to size, of a lobby number. */
    public long place(long number) {
        check(number);
        Mac mac = mac();
        long x = number - 1;
        do {
            x = forward(mac, x);
        } while (x >= size);
        return x + 1;
    }

    /** The lobby number that was drawn to a place. */
    public long number(long place) {
        check(place);
        Mac mac = mac();
        long x = place - 1;
        do {
            x = backward(mac, x);
        } while (x >= size);
        return x + 1;
    }

    private long forward(Mac mac, long x) {
        long left = x >>> halfBits;
        long right = x & halfMask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ roundFunction(mac, round, right);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }

    private long backward(Mac mac, long x) {
        long left = x >>> halfBits;
        long right = x & halfMask;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long before = right ^ roundFunction(mac, round, left);
            right = left;
            left = before;
        }
        return left << halfBits | right;
    }

    private long roundFunction(Mac mac, int round, long half) {
        mac.update(FORMAT.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        mac.update(sale);
        mac.update((byte) 0);
        ByteBuffer rest = ByteBuffer.allocate(Long.BYTES + 1 + Long.BYTES);
        mac.update(rest.putLong(size).put((byte) round).putLong(half).array());
        return ByteBuffer.wrap(mac.doFinal()).getLong() & halfMask;
    }

    private void check(long value) {
        if (value < 1 || value > size) {
            throw new IllegalArgumentException(value + " (expected: 1 to " + size + ")");
        }
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
