package io.foyer.gateway.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Trust;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS towards servers, one context for each trust and protocol. BoringSSL where it is on the class path, else the JDK. Thread-safe. */
final class TlsContexts {
    /** More than shops have upstreams; one that is pushed out is made anew. */
    private static final int KEPT_MAX = 64;

    private final Cache<Key, SslContext> made =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    private record Key(Trust trust, boolean http2) {
        private static Key of(Server server) {
            return new Key(server.trust(), server.isHttp2());
        }
    }

    @Nullable
    SslContext ifMade(Server server) {
        return made.getIfPresent(Key.of(server));
    }

    /** Reads the trust store, perhaps: blocks. */
    SslContext make(Server server) throws SSLException {
        SslContext known = ifMade(server);
        if (known != null) {
            return known;
        }
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
        if (server.isHttp2()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2));
        }
        Trust trust = server.trust();
        if (trust.check() == Trust.Check.NONE) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else {
            builder.endpointIdentificationAlgorithm("HTTPS");
            String authorities = trust.authorities();
            if (authorities != null) {
                builder.trustManager(new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)));
            }
        }
        SslContext context = builder.build();
        made.put(Key.of(server), context);
        return context;
    }
}
