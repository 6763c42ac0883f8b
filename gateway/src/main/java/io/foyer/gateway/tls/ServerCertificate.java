package io.foyer.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A certificate with its chain and its key.
 *
 * @param chain the server's own certificate first
 * @param names the DNS names it is for, in lower case; a first label of {@code *} stands for any one
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key, List<String> names) {
    private static final int DNS_NAME = 2;
    private static final Duration SOON = Duration.ofDays(7);

    public ServerCertificate {
        chain = List.copyOf(chain);
        names = List.copyOf(names);
    }

    /**
     * Reads a certificate file.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static List<X509Certificate> readChain(String pem) {
        return PemText.certificates(pem);
    }

    /**
     * Reads the key file that belongs to a chain.
     *
     * @throws IllegalArgumentException with the reason, which tells nothing of the key
     */
    public static ServerCertificate of(List<X509Certificate> chain, String keyPem) {
        X509Certificate own = chain.get(0);
        PrivateKey key = PemText.key(keyPem, own.getPublicKey());
        if (!isPair(key, own.getPublicKey())) {
            throw new IllegalArgumentException("the key is not the certificate's");
        }
        return new ServerCertificate(chain, key, dnsNames(own));
    }

    public Instant expiresAt() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** What is doubtful about it at that time, though it can be served. */
    public Optional<String> doubt(Instant now) {
        Instant from = chain.get(0).getNotBefore().toInstant();
        if (now.isBefore(from)) {
            return Optional.of("is not valid before " + from);
        }
        if (!now.isBefore(expiresAt())) {
            return Optional.of("has expired on " + expiresAt());
        }
        return now.plus(SOON).isBefore(expiresAt()) ? Optional.empty() : Optional.of("expires on " + expiresAt());
    }

    /** Signs something and verifies it. */
    private static boolean isPair(PrivateKey key, PublicKey of) {
        try {
            Signature signature = Signature.getInstance(
                    switch (of.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> of.getAlgorithm();
                    });
            byte[] text = {1, 2, 3};
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(of);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> dnsNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> name : all) {
                    if (name.get(0).equals(DNS_NAME)) {
                        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the certificate's names cannot be read", e);
        }
        return names;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "certificate " + chain.get(0).getSubjectX500Principal() + " for " + names + " until " + expiresAt();
    }
}
