package io.foyer.gateway.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One context for each certificate of a listener, found by the name that a client asks for (RFC 6066 section 3). */
final class TlsContexts {
    /** Forward secret and authenticated, as RFC 9325 section 4.2 wants them; HTTP/2 allows no others. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    /** How long a session can be resumed. */
    private static final Duration SESSION = Duration.ofHours(1);

    static {
        // A client that begins its handshake again and again costs far more than it pays; BoringSSL allows none.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final List<SslContext> all;
    private final Map<String, SslContext> byName = new HashMap<>();

    private TlsContexts(TlsTerms terms, List<SslContext> all) {
        this.all = all;
        for (int i = 0; i < all.size(); i++) {
            for (String name : terms.certificates().get(i).names()) {
                byName.putIfAbsent(name, all.get(i));
            }
        }
    }

    /** BoringSSL, unless its library is not for this machine or was switched off. */
    static SslProvider bestProvider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    static TlsContexts of(TlsTerms terms, SslProvider provider) {
        return new TlsContexts(
                terms,
                terms.certificates().stream()
                        .map(certificate -> context(certificate, terms, provider))
                        .toList());
    }

    private static SslContext context(ServerCertificate certificate, TlsTerms terms, SslProvider provider) {
        try {
            return SslContextBuilder.forServer(certificate.key(), certificate.chain())
                    .sslProvider(provider)
                    .protocols(terms.versions())
                    .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .sessionTimeout(SESSION.toSeconds())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            terms.protocols()))
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException(certificate + " cannot be served: " + e.getMessage(), e);
        }
    }

    /** @param host in lower case; null when the client names none */
    SslContext forHost(@Nullable String host) {
        if (host == null) {
            return all.get(0);
        }
        SslContext exact = byName.get(host);
        if (exact != null) {
            return exact;
        }
        int dot = host.indexOf('.');
        SslContext wild = dot < 0 ? null : byName.get("*" + host.substring(dot));
        return wild == null ? all.get(0) : wild;
    }

    /** Lets sessions be resumed by tickets under these keys (RFC 8446 section 4.6.1); the JDK has keys of its own. */
    void useTickets(OpenSslSessionTicketKey... keys) {
        for (SslContext context : all) {
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                sessions.setTicketKeys(keys);
                // A session in a ticket needs no memory here.
                sessions.setSessionCacheEnabled(false);
            }
        }
    }

    /** Frees native memory, once connections that use it have gone. */
    void release() {
        all.forEach(ReferenceCountUtil::release);
    }
}
