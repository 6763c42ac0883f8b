package io.foyer.admission.token;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens and keys to try things on. */
final class Tokens {
    static final long NOW = 1_800_000_000L;
    static final RoomId ROOM = new RoomId("arena", "main");
    static final String BUYER = "AbCdEfGh-_012345";
    static final String LINEAGE = "0123456789abcdef0123456789abcdef01234567";

    private Tokens() {}

    static SigningKey key(String kid) {
        return new SigningKey(kid, ("a secret of " + kid + " that is long enough").getBytes(StandardCharsets.US_ASCII));
    }

    static Ticket.Numbered ticket(long number) {
        Ticket.Life life = new Ticket.Life(BUYER, NOW - 100, NOW, NOW + 86_400);
        return new Ticket.Numbered(ROOM, new Place(7, number), LINEAGE, life, new Place(7, 3));
    }

    static Ticket.Provisional provisional() {
        return new Ticket.Provisional(ROOM, NOW * 1000 + 123, "gw-1", Ticket.Life.begin(BUYER, NOW, 3_600));
    }

    static Pass pass() {
        return new Pass(ROOM, new Place(7, 42), BUYER, NOW - 100, NOW, 600, NOW + 1_700, 2);
    }

    static String text(byte[] token) {
        return new String(token, StandardCharsets.US_ASCII);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ascii(json));
    }

    static String decode(String part) {
        return text(Base64.getUrlDecoder().decode(part));
    }

    /** A token with any header and payload under a true signature of {@code key}. */
    static byte[] forge(SigningKey key, String headerJson, String payloadJson) {
        String signed = encode(headerJson) + "." + encode(payloadJson);
        byte[] mac = new byte[HmacSha256.LENGTH];
        key.hmac().sign(ascii(signed), 0, signed.length(), mac);
        return ascii(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    }

    static Verdict<Ticket> readTicket(TokenCodec codec, byte[] token) {
        return codec.verifyTicket(token, 0, token.length, NOW);
    }

    static Verdict<Pass> readPass(TokenCodec codec, byte[] token) {
        return codec.verifyPass(token, 0, token.length, NOW);
    }
}
