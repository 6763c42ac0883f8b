package io.foyer.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both implementations of TLS do the same, held to it without sockets. */
class TlsProvidersTest {
    private static final ServerCertificate ARENA = TestCertificates.served(TestCertificates.of("arena.example"));
    private static final int REFUSED = 10;
    private static final ServerCertificate CLUB = TestCertificates.served(TestCertificates.rsa("*.club.example"));

    @Test
    void boringSsl_isThere() {
        assertThat(TlsContexts.bestProvider()).isEqualTo(SslProvider.OPENSSL_REFCNT);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL_REFCNT"})
    void handshake_agreesOnHttp2_underTheNamesCertificate(SslProvider provider) throws Exception {
        TlsContexts contexts = TlsContexts.of(TestCertificates.terms(List.of("h2", "http/1.1"), ARENA, CLUB), provider);
        contexts.useTickets(new TicketKeys().all());
        SslHandler server = contexts.forHost("www.club.example").newHandler(ByteBufAllocator.DEFAULT);
        SslHandler client = client("h2", "TLSv1.3");

        EmbeddedChannel here = new EmbeddedChannel(server);
        EmbeddedChannel there = new EmbeddedChannel(client);
        shakeHands(here, there, server.handshakeFuture(), client.handshakeFuture());

        assertThat(server.handshakeFuture().isSuccess()).isTrue();
        assertThat(server.applicationProtocol()).isEqualTo("h2");
        assertThat(server.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(client.engine().getSession().getPeerCertificates()[0])
                .isEqualTo(CLUB.chain().get(0));
        here.finishAndReleaseAll();
        there.finishAndReleaseAll();
        contexts.release();
    }

    @Test
    void handshake_begunAgainByTheClient_isRefusedByBoringSsl() throws Exception {
        assertThat(isBegunAgain(SslProvider.OPENSSL_REFCNT)).isFalse();
    }

    /** In a JVM of its own: the JDK asks for its setting once, when TLS is first used, which other tests may have done. */
    @Test
    void handshake_begunAgainByTheClient_isRefusedByTheJdk() throws Exception {
        Process alone = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TlsProvidersTest.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(alone.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(alone.exitValue()).isEqualTo(REFUSED);
        } finally {
            alone.destroyForcibly();
        }
    }

    /** Begins a handshake again with the JDK's TLS and says with its status what came of it. */
    public static void main(String[] args) throws Exception {
        System.exit(isBegunAgain(SslProvider.JDK) ? 0 : REFUSED);
    }

    private static boolean isBegunAgain(SslProvider provider) throws Exception {
        TlsContexts contexts = TlsContexts.of(TestCertificates.terms(List.of("http/1.1"), ARENA), provider);
        SslHandler server = contexts.forHost("arena.example").newHandler(ByteBufAllocator.DEFAULT);
        SslHandler client = client("http/1.1", "TLSv1.2");
        EmbeddedChannel here = new EmbeddedChannel(server);
        EmbeddedChannel there = new EmbeddedChannel(client);
        shakeHands(here, there, server.handshakeFuture(), client.handshakeFuture());
        assertThat(server.handshakeFuture().isSuccess()).isTrue();

        Future<Channel> again = client.renegotiate();
        try {
            shakeHands(here, there, again);
        } catch (DecoderException e) {
            assertThat(e).hasRootCauseInstanceOf(SSLException.class);
        }
        boolean done = again.isSuccess();
        here.finishAndReleaseAll();
        there.finishAndReleaseAll();
        contexts.release();
        return done;
    }

    private static SslHandler client(String protocol, String version) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(version)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocol))
                .build()
                .newHandler(ByteBufAllocator.DEFAULT);
    }

    private static void shakeHands(EmbeddedChannel here, EmbeddedChannel there, Future<?>... waitedFor) {
        for (int i = 0; i < 20 && !Stream.of(waitedFor).allMatch(Future::isDone); i++) {
            pass(there, here);
            pass(here, there);
        }
    }

    private static void pass(EmbeddedChannel from, EmbeddedChannel to) {
        for (Object message = from.readOutbound(); message != null; message = from.readOutbound()) {
            to.writeInbound(message);
        }
        from.runPendingTasks();
        to.runPendingTasks();
    }
}
