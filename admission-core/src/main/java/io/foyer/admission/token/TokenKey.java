package io.foyer.admission.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/** A key made ready: its hash, and the encoded header (with its dot) of each kind, to be compared as bytes. */
final class TokenKey {
    private static final byte[] NONE = new byte[0];

    private final HmacSha256 hmac;
    private final Map<TokenKind, byte[]> headers = new EnumMap<>(TokenKind.class);

    TokenKey(SigningKey key) {
        hmac = key.hmac();
        for (TokenKind kind : TokenKind.values()) {
            headers.put(kind, encode(kind.header(key.kid())));
        }
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
        return headers.getOrDefault(kind, NONE);
    }

    boolean heads(TokenKind kind, Span token) {
        byte[] header = header(kind);
        return token.length() >= header.length
                && Arrays.equals(token.text(), token.start(), token.start() + header.length, header, 0, header.length);
    }
}
