package io.foyer.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;

class ServerCertificateTest {
    private static final X509Bundle ARENA = TestCertificates.of("arena.example", "*.Arena.example");

    @Test
    void names_areTheDnsNamesInLowerCase() {
        assertThat(TestCertificates.served(ARENA).names()).containsExactly("arena.example", "*.arena.example");
    }

    @Test
    void chain_keepsItsOrder() {
        List<X509Certificate> chain = ServerCertificate.readChain("bag attributes\n" + ARENA.getCertificatePathPEM());

        assertThat(chain.get(0)).isEqualTo(ARENA.getCertificate());
    }

    @Test
    void oldKeyForms_areRead() throws Exception {
        X509Bundle rsa = TestCertificates.rsa("arena.example");
        for (X509Bundle bundle : List.of(ARENA, rsa)) {
            String label = (bundle == rsa ? "RSA" : "EC") + " PRIVATE KEY";
            byte[] old = PrivateKeyInfo.getInstance(
                            bundle.getKeyPair().getPrivate().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            String pem = "-----BEGIN " + label + "-----\n"
                    + Base64.getMimeEncoder().encodeToString(old) + "\n-----END " + label + "-----\n";

            ServerCertificate read = ServerCertificate.of(List.of(bundle.getCertificate()), pem);
            assertThat(read.key().getEncoded()).as(label).isNotEmpty();
        }
    }

    @Test
    void anotherKey_isRefused() {
        List<X509Certificate> chain = List.of(ARENA.getCertificate());
        String other = TestCertificates.of("arena.example").getPrivateKeyPEM();
        String otherKind = TestCertificates.rsa("arena.example").getPrivateKeyPEM();

        assertThatThrownBy(() -> ServerCertificate.of(chain, other)).hasMessage("the key is not the certificate's");
        assertThatThrownBy(() -> ServerCertificate.of(chain, otherKind)).hasMessageContaining("an EC key");
    }

    @Test
    void garbage_isRefusedWithAReason() {
        List<X509Certificate> chain = List.of(ARENA.getCertificate());

        assertThatThrownBy(() -> ServerCertificate.readChain("hello")).hasMessageContaining("no certificate");
        assertThatThrownBy(() ->
                        ServerCertificate.readChain("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> ServerCertificate.of(chain, ARENA.getCertificatePEM()))
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> ServerCertificate.of(
                        chain, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))
                .hasMessageContaining("without a password");
    }

    @Test
    void doubt_tellsOfTimes() {
        ServerCertificate good = TestCertificates.served(ARENA);

        assertThat(TestCertificates.served(TestCertificates.expired("a.example"))
                        .doubt(Instant.now()))
                .hasValueSatisfying(doubt -> assertThat(doubt).startsWith("has expired on "));
        assertThat(good.doubt(good.expiresAt().minus(Duration.ofDays(8)))).isEmpty();
        assertThat(good.doubt(good.expiresAt().minus(Duration.ofDays(6)))).isPresent();
        assertThat(good.doubt(Instant.EPOCH)).isPresent();
    }

    @Test
    void text_hasNoKey() {
        ServerCertificate certificate = TestCertificates.served(ARENA);

        assertThat(certificate.toString()).contains("arena.example").doesNotContain("PrivateKey");
    }
}
