package io.foyer.admission.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class SigningKeyTest {
    private static final String SECRET = "correct-horse-battery-staple-9000";

    @Test
    void toString_ofKeyAndRing_masksTheSecret() {
        SigningKey key = new SigningKey("k1", Tokens.ascii(SECRET));
        assertThat(key).hasToString("SigningKey[k1, secret=***]");
        assertThat(new KeyRing(List.of(key)).toString()).contains("k1").doesNotContain(SECRET);
        assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(Tokens.ascii(SECRET)));
    }

    @Test
    void constructor_badKidOrShortSecret_saysWhatIsExpectedAndNotTheSecret() {
        assertThatThrownBy(() -> new SigningKey("k 1", new byte[32]))
                .hasMessageStartingWith("kid: 'k 1' (expected: 1 to 64");
        assertThatThrownBy(() -> new SigningKey("k1", Tokens.ascii("too-short-secret")))
                .hasMessage("secret of key 'k1': 16 bytes (expected: at least 32)");
    }

    @Test
    void keyRing_emptyOrTwiceTheSameKid_isRefused() {
        assertThatThrownBy(() -> new KeyRing(List.of())).hasMessage("keys: 0 (expected: 1 to 16)");
        assertThatThrownBy(() -> new KeyRing(List.of(Tokens.key("a"), Tokens.key("a"))))
                .hasMessage("keys: a kid is used twice (expected: each once)");
    }

    @Test
    void hmac_ofAnyLength_equalsThePlatformsMac() throws Exception {
        for (int length : new int[] {32, 64, 65, 200}) {
            byte[] secret = new byte[length];
            for (int i = 0; i < length; i++) {
                secret[i] = (byte) (i * 31 + length);
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] data = "of all the things that are said".getBytes(StandardCharsets.US_ASCII);
            byte[] ours = new byte[HmacSha256.LENGTH];
            new HmacSha256(secret).sign(data, 0, data.length, ours);
            assertThat(ours).isEqualTo(mac.doFinal(data));
        }
    }
}
