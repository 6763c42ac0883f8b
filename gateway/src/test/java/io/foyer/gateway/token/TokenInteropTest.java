package io.foyer.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.Pass;
import io.foyer.admission.token.SigningKey;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.token.TokenCodec;
import io.foyer.admission.token.TokenFault;
import io.foyer.admission.token.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our tokens are JWTs to others (held against Nimbus JOSE), and what others may make of them is no token to us. */
final class TokenInteropTest {
    private static final byte[] SECRET = "a shared secret that is long enough for HS512 too, which asks for 64 bytes"
            .getBytes(StandardCharsets.US_ASCII);
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final String BUYER = "AbCdEfGh-_012345";

    private final long now = System.currentTimeMillis() / 1000;
    private final TokenCodec codec = new TokenCodec(new KeyRing(List.of(new SigningKey("k1", SECRET))));
    private final Pass pass = new Pass(ROOM, new Place(7, 42), BUYER, now - 100, now, 600, now + 1_700, 2);

    @Test
    void pass_readByNimbus_hasHeaderClaimsAndSignature() throws Exception {
        SignedJWT jwt = SignedJWT.parse(ascii(codec.sign(pass)));

        assertThat(jwt.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("foyer-pass+jwt"));
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("foyer");
        assertThat(claims.getAudience()).containsExactly("arena");
        assertThat(claims.getSubject()).isEqualTo(BUYER);
        assertThat(claims.getIssueTime()).isEqualTo(new Date((now - 100) * 1000));
        assertThat(claims.getExpirationTime()).isEqualTo(new Date((now + 600) * 1000));
        assertThat(claims.getStringClaim("room")).isEqualTo("main");
        assertThat(claims.getLongClaim("era")).isEqualTo(7);
        assertThat(claims.getLongClaim("num")).isEqualTo(42);
        assertThat(claims.getLongClaim("seen")).isEqualTo(now);
        assertThat(claims.getLongClaim("idle")).isEqualTo(600);
        assertThat(claims.getLongClaim("hard")).isEqualTo(now + 1_700);
        assertThat(claims.getIntegerClaim("orders")).isEqualTo(2);
    }

    @Test
    void pass_whoseTimeIsOver_isExpiredToNimbusToo() throws Exception {
        DefaultJWTClaimsVerifier<?> verifier = new DefaultJWTClaimsVerifier<>(
                "arena", new JWTClaimsSet.Builder().issuer("foyer").build(), Set.of("exp", "sub"));
        verifier.setMaxClockSkew(0);
        verifier.verify(SignedJWT.parse(ascii(codec.sign(pass))).getJWTClaimsSet(), null);

        Pass idle = new Pass(ROOM, new Place(7, 42), BUYER, now - 1_000, now - 700, 600, now + 1_700, 2);
        JWTClaimsSet over = SignedJWT.parse(ascii(codec.sign(idle))).getJWTClaimsSet();
        assertThatThrownBy(() -> verifier.verify(over, null)).isInstanceOf(BadJOSEException.class);
    }

    @Test
    void ticket_readByNimbus_hasHeaderClaimsAndSignature() throws Exception {
        Ticket.Life life = Ticket.Life.begin(BUYER, now, 86_400);
        Ticket ticket = new Ticket.Numbered(ROOM, new Place(7, 42), "lineage1", life, new Place(6, 3));
        SignedJWT jwt = SignedJWT.parse(ascii(codec.sign(ticket)));

        assertThat(jwt.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("foyer-ticket+jwt"));
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("arena");
        assertThat(claims.getSubject()).isEqualTo(BUYER);
        assertThat(claims.getLongClaim("num")).isEqualTo(42);
        assertThat(claims.getLongClaim("sera")).isEqualTo(6);
        assertThat(claims.getLongClaim("snum")).isEqualTo(3);
        assertThat(claims.getStringClaim("lin")).isEqualTo("lineage1");
        assertThat(claims.getExpirationTime()).isEqualTo(new Date((now + 86_400) * 1000));
    }

    @Test
    void provisionalTicket_readByNimbus_hasArrivalAndGateway() throws Exception {
        Ticket ticket = new Ticket.Provisional(ROOM, now * 1000 + 7, "gw-1", Ticket.Life.begin(BUYER, now, 60));
        SignedJWT jwt = SignedJWT.parse(ascii(codec.sign(ticket)));

        assertThat(jwt.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(jwt.getJWTClaimsSet().getLongClaim("arr")).isEqualTo(now * 1000 + 7);
        assertThat(jwt.getJWTClaimsSet().getStringClaim("gw")).isEqualTo("gw-1");
    }

    @Test
    void verify_ofNimbusTokenInOurForm_isValid() throws Exception {
        JWSObject token =
                new JWSObject(rawHeader("{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}"), payload());
        token.sign(new MACSigner(SECRET));
        assertThat(read(token.serialize())).isEqualTo(new Verdict.Valid<>(pass));
    }

    @Test
    void verify_ofAnotherAlgorithm_isRefused() throws Exception {
        JWSObject hs512 = new JWSObject(header(JWSAlgorithm.HS512, "k1"), payload());
        hs512.sign(new MACSigner(SECRET));
        assertRefused(hs512.serialize(), TokenFault.GARBAGE);

        String none = base64("{\"alg\":\"none\",\"typ\":\"foyer-pass+jwt\"}") + "."
                + payload().toBase64URL() + ".";
        assertRefused(none, TokenFault.GARBAGE);

        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair rsa = generator.generateKeyPair();
        JWSObject rs256 = new JWSObject(header(JWSAlgorithm.RS256, "k1"), payload());
        rs256.sign(new RSASSASigner(rsa.getPrivate()));
        assertRefused(rs256.serialize(), TokenFault.GARBAGE);
    }

    @Test
    void verify_ofRs256HeaderUnderOurHmac_isRefused() throws Exception {
        String signed = base64("{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}") + "."
                + payload().toBase64URL();
        String mac = new MACSigner(SECRET)
                .sign(header(JWSAlgorithm.HS256, "k1"), signed.getBytes(StandardCharsets.US_ASCII))
                .toString();
        assertRefused(signed + "." + mac, TokenFault.GARBAGE);
    }

    @Test
    void verify_ofAnotherTypeOrKey_isRefused() throws Exception {
        JWSObject plain = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), payload());
        plain.sign(new MACSigner(SECRET));
        assertRefused(plain.serialize(), TokenFault.GARBAGE);

        JWSObject otherKey =
                new JWSObject(rawHeader("{\"alg\":\"HS256\",\"kid\":\"k2\",\"typ\":\"foyer-pass+jwt\"}"), payload());
        otherKey.sign(new MACSigner(SECRET));
        assertRefused(otherKey.serialize(), TokenFault.UNKNOWN_KEY);
    }

    @Test
    void verify_ofJsonWithBlanks_isRefusedThoughAValidJwt() throws Exception {
        JWSObject blanks =
                new JWSObject(rawHeader("{\"alg\":\"HS256\", \"kid\":\"k1\", \"typ\":\"foyer-pass+jwt\"}"), payload());
        blanks.sign(new MACSigner(SECRET));
        assertThat(SignedJWT.parse(blanks.serialize()).verify(new MACVerifier(SECRET)))
                .isTrue();
        assertRefused(blanks.serialize(), TokenFault.GARBAGE);

        JWSObject spaced = new JWSObject(
                rawHeader("{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}"),
                new Payload(payload().toString().replace(":", ": ")));
        spaced.sign(new MACSigner(SECRET));
        assertThat(SignedJWT.parse(spaced.serialize()).verify(new MACVerifier(SECRET)))
                .isTrue();
        assertRefused(spaced.serialize(), TokenFault.GARBAGE);
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm)
                .keyID(kid)
                .type(new JOSEObjectType("foyer-pass+jwt"))
                .build();
    }

    /** A header with exactly these bytes. */
    private static JWSHeader rawHeader(String json) throws Exception {
        return JWSHeader.parse(Base64URL.encode(json));
    }

    private Payload payload() throws Exception {
        return JWSObject.parse(ascii(codec.sign(pass))).getPayload();
    }

    private Verdict<Pass> read(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
        return codec.verifyPass(bytes, 0, bytes.length, now);
    }

    private void assertRefused(String token, TokenFault fault) {
        assertThat(read(token)).isEqualTo(new Verdict.Refused<>(fault));
    }

    private static String ascii(byte[] token) {
        return new String(token, StandardCharsets.US_ASCII);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }
}
