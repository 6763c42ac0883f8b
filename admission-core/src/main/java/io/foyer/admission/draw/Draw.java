package io.foyer.admission.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A random order of the lobby numbers 1 to {@code size}, computed where it is needed: nobody keeps a list.
 *
 * <p>A Feistel network of ten rounds over HMAC-SHA256 permutes the numbers of {@code 2w} bits (Luby and Rackoff 1988), and what
 * falls outside the lobby is permuted again until it falls inside (cycle walking: Black and Rogaway, "Ciphers with Arbitrary
 * Finite Domains", 2002). {@code w} is the least that holds the lobby, and at least 4. With {@code x = number - 1} as halves
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

    private static final int HASH_LENGTH = 32;

    private final RoundHash hash;
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
        this.hash = new RoundHash(key.bytes(), beginning(sale, size));
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
        this.halfBits = Math.max(HALF_BITS_MIN, (bits + 1) / 2);
        this.halfMask = (1L << halfBits) - 1;
    }

    private static byte[] beginning(String sale, long size) {
        byte[] text = (FORMAT + "\0" + sale + "\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + Long.BYTES)
                .put(text)
                .putLong(size)
                .array();
    }

    public long size() {
        return size;
    }

    /** The drawn place, 1 to size, of a lobby number. */
    public long place(long number) {
        check(number);
        byte[] mac = new byte[HASH_LENGTH];
        long x = number - 1;
        do {
            x = forward(mac, x);
        } while (x >= size);
        return x + 1;
    }

    /** The lobby number that was drawn to a place. */
    public long number(long place) {
        check(place);
        byte[] mac = new byte[HASH_LENGTH];
        long x = place - 1;
        do {
            x = backward(mac, x);
        } while (x >= size);
        return x + 1;
    }

    private long forward(byte[] mac, long x) {
        long left = x >>> halfBits;
        long right = x & halfMask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ roundFunction(mac, round, right);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }

    private long backward(byte[] mac, long x) {
        long left = x >>> halfBits;
        long right = x & halfMask;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long before = right ^ roundFunction(mac, round, left);
            right = left;
            left = before;
        }
        return left << halfBits | right;
    }

    private long roundFunction(byte[] mac, int round, long half) {
        byte[] rest = new byte[1 + Long.BYTES];
        ByteBuffer.wrap(rest).put((byte) round).putLong(half);
        hash.sign(rest, mac);
        return ByteBuffer.wrap(mac).getLong() & halfMask;
    }

    private void check(long value) {
        if (value < 1 || value > size) {
            throw new IllegalArgumentException(value + " (expected: 1 to " + size + ")");
        }
    }
}
