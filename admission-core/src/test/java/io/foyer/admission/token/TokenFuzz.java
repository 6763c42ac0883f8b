package io.foyer.admission.token;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Any bytes for a token. As they are, and written over a good token, they are refused unless the result is the good token. As
 * the claims under a true signature they are refused, or are exactly what we would have written.
 */
public final class TokenFuzz {
    private static final SigningKey KEY = Tokens.key("k1");
    private static final TokenCodec CODEC = new TokenCodec(new KeyRing(List.of(KEY, Tokens.key("k0"))));
    /** The store counts in doubles, so up to 2^53. */
    private static final long NUMBERS = 1L << 53;

    private static final String HEADER = "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"foyer-%s+jwt\"}";
    private static final List<byte[]> GOOD =
            List.of(CODEC.sign(Tokens.ticket(42)), CODEC.sign(Tokens.provisional()), CODEC.sign(Tokens.pass()));

    private TokenFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        requireUnspoilt(data);
        for (byte[] good : GOOD) {
            requireUnspoilt(changed(good, data));
        }
        requireOneSpelling(data);
        requireReadBack(ByteBuffer.wrap(Arrays.copyOf(data, Long.BYTES)).getLong());
    }

    /** Claims of good tokens. */
    public static List<byte[]> seeds() {
        return GOOD.stream()
                .map(token -> Base64.getUrlDecoder().decode(Tokens.text(token).split("\\.")[1]))
                .toList();
    }

    private static void requireReadBack(long any) {
        Ticket written = Tokens.ticket(Math.floorMod(any, NUMBERS));
        Ticket read = Tokens.readTicket(CODEC, CODEC.sign(written)).orNull();
        require(written.equals(read), "read as another one: ", CODEC.sign(written));
    }

    private static void requireUnspoilt(byte[] token) {
        boolean good = GOOD.stream().anyMatch(known -> Arrays.equals(known, token));
        boolean accepted = Tokens.readTicket(CODEC, token).orNull() != null
                || Tokens.readPass(CODEC, token).orNull() != null;
        require(accepted == good, "accepted without being ours: ", token);
    }

    private static void requireOneSpelling(byte[] claims) {
        String json = Tokens.text(claims);
        byte[] ticket = Tokens.forge(KEY, HEADER.formatted("ticket"), json);
        Ticket readTicket = Tokens.readTicket(CODEC, ticket).orNull();
        require(readTicket == null || Arrays.equals(CODEC.sign(readTicket), ticket), "a second spelling: ", ticket);
        byte[] pass = Tokens.forge(KEY, HEADER.formatted("pass"), json);
        Pass readPass = Tokens.readPass(CODEC, pass).orNull();
        require(readPass == null || Arrays.equals(CODEC.sign(readPass), pass), "a second spelling: ", pass);
    }

    /** Pairs of place and byte, written over a copy; an odd length cuts it, too. */
    private static byte[] changed(byte[] good, byte[] data) {
        byte[] changed = data.length % 2 == 0
                ? good.clone()
                : Arrays.copyOf(good, Math.floorMod(data[data.length - 1] * 7, good.length + 2));
        for (int i = 0; i + 1 < data.length && changed.length > 0; i += 2) {
            changed[(data[i] & 0xff) * (changed.length - 1) / 255] = data[i + 1];
        }
        return changed;
    }

    private static void require(boolean holds, String otherwise, byte[] token) {
        if (!holds) {
            throw new AssertionError(otherwise + Tokens.text(token));
        }
    }
}
