package io.foyer.gateway.tls;

import java.util.List;

/**
 * What a listener speaks TLS with.
 *
 * @param certificates the first is also for clients that name no host, or one that no certificate is for
 * @param versions such as {@code TLSv1.3}
 * @param protocols names of ALPN (RFC 7301), best first
 */
public record TlsTerms(List<ServerCertificate> certificates, List<String> versions, List<String> protocols) {
    public TlsTerms {
        certificates = List.copyOf(certificates);
        versions = List.copyOf(versions);
        protocols = List.copyOf(protocols);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: none (expected: at least one)");
        }
    }
}
