package io.foyer.gateway.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Certificates made for one test run, all signed by one authority that its clients trust. */
public final class TestCertificates {
    private static final X509Bundle AUTHORITY = authority();
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    private TestCertificates() {}

    private static X509Bundle authority() {
        try {
            return new CertificateBuilder()
                    .subject("CN=Test authority")
                    .ecp256()
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** An elliptic curve certificate, valid now. */
    public static X509Bundle of(String... names) {
        Instant later = Instant.now().plus(Duration.ofDays(30));
        return issue(new CertificateBuilder().ecp256().notAfter(later), names);
    }

    static X509Bundle rsa(String... names) {
        return issue(new CertificateBuilder().rsa2048(), names);
    }

    public static X509Bundle expired(String... names) {
        Instant now = Instant.now();
        return issue(
                new CertificateBuilder()
                        .ecp256()
                        .notBefore(now.minus(Duration.ofDays(9)))
                        .notAfter(now.minus(Duration.ofDays(1))),
                names);
    }

    private static X509Bundle issue(CertificateBuilder builder, String... names) {
        builder.subject("CN=" + names[0]);
        GeneralName[] all = Stream.of(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        try {
            // The builder's own way knows no wildcards.
            builder.addExtensionOctetString(SUBJECT_ALTERNATIVE_NAME, false, new GeneralNames(all).getEncoded());
            return builder.buildIssuedBy(AUTHORITY);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static ServerCertificate served(X509Bundle bundle) {
        return ServerCertificate.of(
                ServerCertificate.readChain(bundle.getCertificatePathPEM()), bundle.getPrivateKeyPEM());
    }

    public static TlsTerms terms(List<String> protocols, ServerCertificate... certificates) {
        return new TlsTerms(List.of(certificates), List.of("TLSv1.3", "TLSv1.2"), protocols);
    }

    /** For clients: trusts what is signed here, and nothing else. */
    public static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {AUTHORITY.toTrustManager()}, null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
