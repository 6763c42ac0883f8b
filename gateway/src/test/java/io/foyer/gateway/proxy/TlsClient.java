package io.foyer.gateway.proxy;

import io.foyer.gateway.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens TLS connections that are as odd as a test wants them. */
final class TlsClient {
    private static final SSLContext CONTEXT = TestCertificates.trusting();

    private TlsClient() {}

    /** Shakes hands, asking for a host. */
    static SSLSocket connect(int port, String host) throws IOException {
        return connect(port, parameters -> parameters.setServerNames(List.of(new SNIHostName(host))));
    }

    /** Without a session from before, which a JDK client would resume under any name of the address. */
    static SSLSocket strangerTo(int port, String host) throws IOException {
        return connect(TestCertificates.trusting(), port, p -> p.setServerNames(List.of(new SNIHostName(host))));
    }

    /** With TLS 1.2, where resuming shows at once. */
    static SSLSocket connect12(int port, String host) throws IOException {
        return connect(port, parameters -> {
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setProtocols(new String[] {"TLSv1.2"});
        });
    }

    /** What a client says first that knows nothing newer than TLS 1.1: one cipher suite, no extensions. */
    static byte[] hello11() {
        ByteBuffer hello = ByteBuffer.allocate(5 + 4 + 41);
        hello.put(new byte[] {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2});
        hello.position(hello.position() + 32);
        hello.put(new byte[] {0, 0, 2, (byte) 0xc0, 0x13, 1, 0});
        return hello.array();
    }

    static SSLSocket connect(int port, Consumer<SSLParameters> change) throws IOException {
        return connect(CONTEXT, port, change);
    }

    private static SSLSocket connect(SSLContext context, int port, Consumer<SSLParameters> change) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
