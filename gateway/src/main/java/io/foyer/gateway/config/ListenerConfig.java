package io.foyer.gateway.config;

import io.foyer.gateway.tls.TlsTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param sharing whether a new process can take the address over
 * @param protocols what is spoken, best first
 * @param tls absent for plain connections
 * @param trustedProxies peers whose forwarded headers are believed
 * @param proxyProtocol whether each connection starts with a PROXY protocol header (v1 or v2)
 */
public record ListenerConfig(
        String name,
        ListenAddress bind,
        Sharing sharing,
        List<Protocol> protocols,
        Optional<TlsTerms> tls,
        List<CidrBlock> trustedProxies,
        boolean proxyProtocol,
        Limits limits) {
    /** That nobody else may listen at the same address. */
    public ListenerConfig(
            String name,
            ListenAddress bind,
            List<Protocol> protocols,
            Optional<TlsTerms> tls,
            List<CidrBlock> trustedProxies,
            boolean proxyProtocol,
            Limits limits) {
        this(name, bind, Sharing.ALONE, protocols, tls, trustedProxies, proxyProtocol, limits);
    }

    public ListenerConfig {
        protocols = List.copyOf(protocols);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** HTTP/1 without TLS and without proxies in front. */
    public static ListenerConfig plain(String name, BindAddress bind, Limits limits) {
        return new ListenerConfig(
                name, bind, Sharing.ALONE, List.of(Protocol.HTTP_1_1), Optional.empty(), List.of(), false, limits);
    }

    /** Whether another process may listen at the same address. */
    public enum Sharing {
        ALONE,
        /** To take over from this one. */
        TAKEOVER
    }

    /** What buyers can speak. */
    public enum Protocol {
        /** HTTP/2 over TLS. */
        H2("h2"),
        /** HTTP/2 without TLS, by prior knowledge (RFC 9113 section 3.3). */
        H2C("h2c"),
        /** And 1.0. */
        HTTP_1_1("http/1.1");

        private final String text;

        Protocol(String text) {
            this.text = text;
        }

        /** As the config has it, and ALPN. */
        public String text() {
            return text;
        }

        static Protocol parse(String text) {
            for (Protocol protocol : values()) {
                if (protocol.text.equals(text)) {
                    return protocol;
                }
            }
            throw new IllegalArgumentException("protocol: " + text + " (expected: h2, h2c or http/1.1)");
        }
    }

    /**
     * @param connections open at once on this listener; more are closed at once
     * @param headerSizeBytes a request's head, start line included
     * @param headerTimeout from the first byte of a head (or from connecting) to its end; also the longest TLS handshake
     * @param idle between requests on a kept connection
     * @param bodyTimeout the time in which a body or response has to move as the least rate asks
     * @param bodySizeBytes of a request; larger is 413
     * @param minRateBytes a second, of a request's body and of a response that its client is slow to take; 0 asks only that
     *     they move at all
     * @param connectionsPerAddress open at once from one client; 0 for no limit
     * @param requestsPerAddress a second and client, without a pass; 0 for no limit
     */
    public record Limits(
            int connections,
            int headerSizeBytes,
            Duration headerTimeout,
            Duration idle,
            Duration bodyTimeout,
            long bodySizeBytes,
            int minRateBytes,
            int connectionsPerAddress,
            int requestsPerAddress) {

        /** Without limits for each client. */
        public Limits(
                int connections,
                int headerSizeBytes,
                Duration headerTimeout,
                Duration idle,
                Duration bodyTimeout,
                long bodySizeBytes) {
            this(connections, headerSizeBytes, headerTimeout, idle, bodyTimeout, bodySizeBytes, 0, 0, 0);
        }

        /** Bytes of a body or response that have to move within {@code bodyTimeout}. */
        public long leastMovedBytes() {
            return Math.max(1, minRateBytes * bodyTimeout.toMillis() / 1_000);
        }
    }
}
