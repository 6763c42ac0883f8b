package io.foyer.admission.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not exactly what we signed, is refused; and what we signed but would never write, too. */
final class TokenForgeryTest {
    private static final String PASS_HEADER = TokenKind.PASS.header("k1");

    private final SigningKey key = Tokens.key("k1");
    private final TokenCodec codec = new TokenCodec(new KeyRing(List.of(key)));
    private final byte[] pass = codec.sign(Tokens.pass());
    private final byte[] ticket = codec.sign(Tokens.ticket(42));
    private final String passClaims = Tokens.decode(Tokens.text(pass).split("\\.", -1)[1]);

    @Test
    void verify_withAnyBitFlipped_isRefused() {
        for (int bit = 0; bit < pass.length * 8; bit++) {
            byte[] flipped = pass.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped);
        }
        for (int bit = 0; bit < ticket.length * 8; bit++) {
            byte[] flipped = ticket.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped);
        }
    }

    @Test
    void verify_truncatedOrExtended_isRefused() {
        for (int length = 0; length < pass.length; length++) {
            assertRefused(Arrays.copyOf(pass, length));
            assertRefused(Arrays.copyOfRange(pass, pass.length - length, pass.length));
        }
        for (String more : List.of("A", "=", ".", ".A", " ", "\0", "A".repeat(2_000))) {
            assertRefused(Tokens.ascii(Tokens.text(pass) + more));
            assertRefused(Tokens.ascii(more + Tokens.text(pass)));
        }
    }

    @Test
    void verify_withPartsOfAnotherToken_isRefused() {
        String[] one = Tokens.text(pass).split("\\.", -1);
        String[] other =
                Tokens.text(codec.sign(Tokens.pass().refreshed(Tokens.NOW + 1))).split("\\.", -1);
        String[] kind = Tokens.text(ticket).split("\\.", -1);
        assertRefused(Tokens.ascii(one[0] + "." + other[1] + "." + one[2]));
        assertRefused(Tokens.ascii(one[0] + "." + one[1] + "." + other[2]));
        assertRefused(Tokens.ascii(kind[0] + "." + one[1] + "." + one[2]));
        assertRefused(Tokens.ascii(one[0] + "." + kind[1] + "." + kind[2]));
        assertRefused(Tokens.ascii(one[1] + "." + one[0] + "." + one[2]));
        assertRefused(Tokens.ascii(one[0] + "." + one[1] + "."));
    }

    @Test
    void verify_ofNoise_isGarbageAndNeverFails() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertRefused(noise);
            byte[] tail = pass.clone();
            int at = random.nextInt(pass.length);
            System.arraycopy(noise, 0, tail, at, Math.min(noise.length, pass.length - at));
            if (!Arrays.equals(tail, pass)) {
                assertRefused(tail);
            }
        }
    }

    @Test
    void verify_ofOurOwnClaimsUnderATrueSignature_isValid() {
        assertThat(Tokens.readPass(codec, Tokens.forge(key, PASS_HEADER, passClaims)))
                .as("the forger below works, so its refusals mean something")
                .isEqualTo(new Verdict.Valid<>(Tokens.pass()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}",
                "{\"alg\":\"HS512\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}",
                "{\"alg\":\"hs256\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\",\"typ\":\"foyer-pass+jwt\",\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\", \"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"foyer-pass+jwt\",\"crit\":[]}",
                "{\"alg\":\"HS256\",\"kid\":\"K1\",\"typ\":\"foyer-pass+jwt\"}"
            })
    void verify_withAnotherHeaderUnderATrueSignature_isRefused(String header) {
        assertRefused(Tokens.forge(key, header, passClaims));
    }

    @Test
    void verify_withClaimsThatWeNeverWrite_isGarbage() {
        String claims = passClaims;
        for (String changed : List.of(
                claims.replace(",", ", "),
                claims + " ",
                claims.replace("{", "{\"admin\":1,"),
                claims.replace("\"num\":42", "\"num\":42,\"num\":42"),
                claims.replace("\"era\":7,\"num\":42", "\"num\":42,\"era\":7"),
                claims.replace("\"num\":42", "\"num\":042"),
                claims.replace("\"num\":42", "\"num\":-42"),
                claims.replace("\"num\":42", "\"num\":42.0"),
                claims.replace("\"num\":42", "\"num\":4e1"),
                claims.replace("\"num\":42", "\"num\":\"42\""),
                claims.replace("\"num\":42", "\"num\":9999999999999999999"),
                claims.replace("\"num\":42", "\"num\":"),
                claims.replace("\"num\":42,", ""),
                claims.replace("\"era\":7", "\"era\":0"),
                claims.replace("foyer", "other"),
                claims.replace("\"arena\"", "\"ARENA\""),
                claims.replace("\"arena\"", "\"ar\\u0065na\""),
                claims.replace("\"arena\"", "\"\""),
                claims.replace(Tokens.BUYER, "short"),
                claims.replace("\"orders\":2", "\"orders\":0"),
                claims.replace("\"orders\":2", "\"orders\":16"),
                claims.replace("\"orders\":2", "\"orders\":4294967298"),
                claims.replace("\"exp\":1800000600", "\"exp\":1800000601"),
                claims.replace(",\"exp\":1800000600", ""),
                claims.substring(0, claims.length() - 1),
                "{}",
                "",
                "[]")) {
            assertThat(changed).isNotEqualTo(passClaims);
            assertThat(Tokens.readPass(codec, Tokens.forge(key, PASS_HEADER, changed)))
                    .as(changed)
                    .isEqualTo(new Verdict.Refused<>(TokenFault.GARBAGE));
        }
    }

    private void assertRefused(byte[] token) {
        assertThat(Tokens.readPass(codec, token)).as(Tokens.text(token)).isInstanceOf(Verdict.Refused.class);
        if (!Arrays.equals(token, ticket)) {
            assertThat(Tokens.readTicket(codec, token)).as(Tokens.text(token)).isInstanceOf(Verdict.Refused.class);
        }
    }
}
