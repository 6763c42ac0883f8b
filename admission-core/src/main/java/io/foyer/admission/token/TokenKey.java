package io.foyer.admission.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A key made ready: its hash, and the encoded header (with its dot) of each kind, to be compared as bytes. */
final class TokenKey {
    private final HmacSha256 hmac;
    private final byte[] ticketHeader;
    private final byte[] passHeader;

    TokenKey(SigningKey key) {
        hmac = key.hmac();
        ticketHeader = encode(TokenKind.TICKET.header(key.kid()));
        passHeader = encode(TokenKind.PASS.header(key.kid()));
    }

    private static byte[] encode(String json) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.US_ASCII));
        return (encoded + ".").getBytes(StandardCharsets.US_ASCII);
    }

    HmacSha256 hmac() {
        return hmac;
    }

    byte[] header(TokenKind kind) {
        return kind == TokenKind.TICKET ? ticketHeader : passHeader;
    }

    boolean heads(TokenKind kind, Span token) {
        byte[] header = header(kind);
        return token.length() >= header.length
                && Arrays.equals(token.text(), token.start(), token.start() + header.length, header, 0, header.length);
    }
}
