package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.upstream.Server;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers elsewhere than behind an IPv4 address. */
final class ShopAddressTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: tickets.example\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path folder;

    @Test
    void ipv6_literal_isReached() throws Exception {
        try (RawShop shop = new RawShop(RawShop.open("::1"));
                Testbed bed = new Testbed(new Server("a", URI.create("http://[::1]:" + shop.port())));
                RawClient buyer = bed.client().send(GET)) {
            RawClient server = shop.accepted();
            assertThat(server.head()).contains("Host: tickets.example\r\n");
            server.send(OK);
            assertThat(buyer.head() + buyer.bytes(2))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("ok");
        }
    }

    @Test
    void unix_socket_isReachedByRequestsAndProbes() throws Exception {
        Path path = folder.resolve("shop.sock");
        Server server = new Server("a", URI.create("unix:" + path));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<String> asked = serveOne(listening);
            try (Testbed bed = new Testbed(server);
                    RawClient buyer = bed.client().send(GET)) {
                assertThat(buyer.head() + buyer.bytes(2))
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("ok");
                assertThat(asked.join()).contains("Host: tickets.example\r\n");
            }
            CompletableFuture<String> probed = serveOne(listening);
            CompletableFuture<Integer> status =
                    new Prober(Testbed.LOOPS).status(server, "/healthz", Duration.ofSeconds(10));
            assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(probed.join()).startsWith("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
        }
    }

    @Test
    void unix_socketThatIsNotThere_isBadGateway() {
        try (Testbed bed = new Testbed(new Server("a", URI.create("unix:" + folder.resolve("none.sock"))));
                RawClient buyer = bed.client().send(GET)) {
            assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
        }
    }

    private static CompletableFuture<String> serveOne(ServerSocketChannel listening) {
        return CompletableFuture.supplyAsync(() -> {
            try (SocketChannel socket = listening.accept()) {
                StringBuilder head = new StringBuilder();
                ByteBuffer one = ByteBuffer.allocate(1);
                while (head.indexOf("\r\n\r\n") < 0 && socket.read(one) > 0) {
                    head.append((char) one.flip().get());
                    one.clear();
                }
                socket.write(ByteBuffer.wrap(OK.getBytes(US_ASCII)));
                return head.toString();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
