package io.foyer.admission.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs tickets, passes and invitation codes and reads them back: compact JWTs (RFC 7519 in the JWS form of RFC 7515), HS256. Only what this
 * class itself writes is accepted: one algorithm, the header byte for byte, canonical base64url, claims in one order. So
 * there is exactly one spelling of a token, and no algorithm for a sender to choose (RFC 8725 section 3.1).
 *
 * <p>Not thread-safe: it has scratch space. An event loop has its own, and a new one when the keys change.
 */
public final class TokenCodec {
    /** No longer token is looked at; the longest that we write is shorter. */
    public static final int TOKEN_LENGTH_MAX = 1_024;

    /** How far the clock of the gateway that signed may be ahead of ours. */
    public static final long CLOCK_SKEW_SECONDS = 60;

    private static final int SIGNATURE_LENGTH = 43;
    private static final Pattern HEADER = Pattern.compile(
            "\\{\"alg\":\"HS256\",\"kid\":\"[A-Za-z0-9._-]{1,64}\",\"typ\":\"foyer-(ticket|pass|code)\\+jwt\"}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final List<TokenKey> keys;
    private final Claims claims = new Claims();
    private final byte[] mac = new byte[HmacSha256.LENGTH];
    private final byte[] expected = new byte[SIGNATURE_LENGTH];
    private final byte[] given = new byte[SIGNATURE_LENGTH];
    private final byte[] json = new byte[TOKEN_LENGTH_MAX];

    public TokenCodec(KeyRing ring) {
        keys = ring.keys().stream().map(TokenKey::new).toList();
    }

    /** The token of a ticket, in ASCII. */
    public byte[] sign(Ticket ticket) {
        return sign(TokenKind.TICKET, claims.of(ticket));
    }

    /** The token of a pass, in ASCII. */
    public byte[] sign(Pass pass) {
        return sign(TokenKind.PASS, claims.of(pass));
    }

    /** The code of an invitation, in ASCII. */
    public byte[] sign(Invitation invitation) {
        return sign(TokenKind.CODE, claims.of(invitation));
    }

    /** Reads an invitation's code from {@code text[start, end)}, which is not changed. */
    public Verdict<Invitation> verifyCode(byte[] text, int start, int end, long nowSeconds) {
        return read(TokenKind.CODE, new Span(text, start, end), claims::invitation)
                .fold(
                        invitation -> inForce(invitation, 0, invitation.endsAtSeconds(), nowSeconds),
                        Verdict.Refused::new);
    }

    /** Reads a ticket from {@code text[start, end)}, which is not changed. */
    public Verdict<Ticket> verifyTicket(byte[] text, int start, int end, long nowSeconds) {
        return read(TokenKind.TICKET, new Span(text, start, end), claims::ticket)
                .fold(
                        ticket -> inForce(
                                ticket,
                                ticket.life().seenAtSeconds(),
                                ticket.life().endsAtSeconds(),
                                nowSeconds),
                        Verdict.Refused::new);
    }

    /** Reads a pass from {@code text[start, end)}, which is not changed. */
    public Verdict<Pass> verifyPass(byte[] text, int start, int end, long nowSeconds) {
        return read(TokenKind.PASS, new Span(text, start, end), claims::pass)
                .fold(
                        pass -> inForce(pass, pass.seenAtSeconds(), pass.endsAtSeconds(), nowSeconds),
                        Verdict.Refused::new);
    }

    private static <T> Verdict<T> inForce(T token, long seenAtSeconds, long endsAtSeconds, long nowSeconds) {
        if (nowSeconds >= endsAtSeconds) {
            return new Verdict.Refused<>(TokenFault.EXPIRED);
        }
        return seenAtSeconds > nowSeconds + CLOCK_SKEW_SECONDS
                ? new Verdict.Refused<>(TokenFault.NOT_YET)
                : new Verdict.Valid<>(token);
    }

    private <T> Verdict<T> read(TokenKind kind, Span token, BiFunction<byte[], Integer, T> parse) {
        if (token.length() <= SIGNATURE_LENGTH || token.length() > TOKEN_LENGTH_MAX) {
            return new Verdict.Refused<>(TokenFault.GARBAGE);
        }
        TokenKey key = keyOf(kind, token);
        if (key == null) {
            return new Verdict.Refused<>(whyNoKey(kind, token));
        }
        int payload = token.start() + key.header(kind).length;
        int dot = token.end() - SIGNATURE_LENGTH - 1;
        if (dot <= payload || token.text()[dot] != '.') {
            return new Verdict.Refused<>(TokenFault.GARBAGE);
        }
        if (!isSignedBy(key, token, dot)) {
            return new Verdict.Refused<>(TokenFault.BAD_SIGNATURE);
        }
        int length = Base64Url.decode(token.text(), payload, dot, json);
        try {
            return length == Base64Url.NOT_BASE64
                    ? new Verdict.Refused<>(TokenFault.GARBAGE)
                    : new Verdict.Valid<>(parse.apply(json, length));
        } catch (IllegalArgumentException e) {
            // Signed by us, yet not what we write: another version of Foyer, or another use of the key.
            return new Verdict.Refused<>(TokenFault.GARBAGE);
        }
    }

    private @Nullable TokenKey keyOf(TokenKind kind, Span token) {
        for (TokenKey key : keys) {
            if (key.heads(kind, token)) {
                return key;
            }
        }
        return null;
    }

    private TokenFault whyNoKey(TokenKind kind, Span token) {
        for (TokenKind other : TokenKind.values()) {
            if (other != kind && keyOf(other, token) != null) {
                return TokenFault.WRONG_KIND;
            }
        }
        int dot = token.start();
        while (dot < token.end() && token.text()[dot] != '.') {
            dot++;
        }
        int length = Base64Url.decode(token.text(), token.start(), dot, json);
        return length != Base64Url.NOT_BASE64
                        && HEADER.matcher(new String(json, 0, length, StandardCharsets.ISO_8859_1))
                                .matches()
                ? TokenFault.UNKNOWN_KEY
                : TokenFault.GARBAGE;
    }

    /** Compares the encoded form, in constant time: another spelling of the same bits is not a signature of ours. */
    private boolean isSignedBy(TokenKey key, Span token, int dot) {
        encodeSignature(key, token.text(), token.start(), dot);
        System.arraycopy(token.text(), dot + 1, given, 0, SIGNATURE_LENGTH);
        return MessageDigest.isEqual(expected, given);
    }

    private byte[] sign(TokenKind kind, byte[] payload) {
        TokenKey key = keys.get(0);
        byte[] header = key.header(kind);
        byte[] encoded = BASE64.encode(payload);
        int dot = header.length + encoded.length;
        byte[] token = Arrays.copyOf(header, dot + 1 + SIGNATURE_LENGTH);
        System.arraycopy(encoded, 0, token, header.length, encoded.length);
        token[dot] = '.';
        encodeSignature(key, token, 0, dot);
        System.arraycopy(expected, 0, token, dot + 1, SIGNATURE_LENGTH);
        return token;
    }

    private void encodeSignature(TokenKey key, byte[] text, int start, int end) {
        key.hmac().sign(text, start, end, mac);
        BASE64.encode(mac, expected);
    }
}
