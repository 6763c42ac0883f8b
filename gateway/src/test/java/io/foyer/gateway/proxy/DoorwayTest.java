package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.ListenAddress;
import io.foyer.gateway.config.ListenerConfig.Sharing;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Exchange;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where connections come in, and how a door is handed on. */
@Timeout(60)
final class DoorwayTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String KEPT = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path folder;

    private final AtomicInteger served = new AtomicInteger();

    @BeforeAll
    static void loadNatives() {
        assertThat(Epoll.isAvailable()).isTrue();
    }

    private Testbed.Settings settings(ListenAddress bind, Sharing sharing) {
        Testbed.Settings settings = new Testbed.Settings();
        settings.bind = bind;
        settings.sharing = sharing;
        settings.handler = exchange -> answer(exchange, served);
        return settings;
    }

    private static void answer(Exchange exchange, AtomicInteger count) {
        count.incrementAndGet();
        byte[] address = exchange.clientAddress().getHostAddress().getBytes(US_ASCII);
        exchange.answer(new Answer(200, new byte[0], address));
    }

    @Test
    void ipv6_listener_serves() {
        try (Testbed bed = new Testbed(settings(new BindAddress("::1", 0), Sharing.ALONE));
                RawClient buyer = RawClient.connect("::1", bed.port())) {
            assertThat(buyer.send(GET).rest()).endsWith("0:0:0:0:0:0:0:1");
        }
    }

    /** The one who is in sends again within each turn, so that requests count turns. */
    @Test
    void rush_whileTheLoopIsBusy_comesInWithinAFewTurns() {
        int rush = 100;
        AtomicReference<Testbed> bed = new AtomicReference<>();
        AtomicReference<RawClient> inside = new AtomicReference<>();
        CompletableFuture<Void> allIn = new CompletableFuture<>();
        Testbed.Settings settings = settings(new BindAddress("127.0.0.1", 0), Sharing.ALONE);
        settings.handler = exchange -> {
            answer(exchange, served);
            if (bed.get().edge.openConnections() > rush || served.get() > 2 * rush) {
                allIn.complete(null);
            } else {
                inside.get().send(KEPT);
            }
        };
        List<RawClient> rushing = new ArrayList<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        try (Testbed open = new Testbed(settings);
                RawClient first = open.client()) {
            bed.set(open);
            inside.set(first);
            await().until(() -> open.edge.openConnections() == 1);
            Testbed.LOOPS.group().execute(goOn::join);
            for (int i = 0; i < rush; i++) {
                rushing.add(open.client());
            }
            first.send(KEPT);
            goOn.complete(null);

            allIn.join();
            assertThat(served.get()).as("turns until all were in").isLessThan(rush / 10);
        } finally {
            goOn.complete(null);
            rushing.forEach(RawClient::close);
        }
    }

    @Test
    void ipv6_wildcard_servesIpv4AsWell() {
        try (Testbed bed = new Testbed(settings(new BindAddress("::", 0), Sharing.ALONE));
                RawClient six = RawClient.connect("::1", bed.port());
                RawClient four = RawClient.connect("127.0.0.1", bed.port())) {
            assertThat(six.send(GET).rest()).endsWith("0:0:0:0:0:0:0:1");
            assertThat(four.send(GET).rest()).endsWith("127.0.0.1");
        }
    }

    @Test
    void unix_listener_servesAndRemovesItsSocket() throws IOException {
        Path path = folder.resolve("web.sock");
        try (Testbed bed = new Testbed(settings(new ListenAddress.Unix(path.toString()), Sharing.ALONE))) {
            assertThat(askUnix(path)).startsWith("HTTP/1.1 200 ").endsWith("127.0.0.1");
            assertThatThrownBy(() -> new Testbed(settings(new ListenAddress.Unix(path.toString()), Sharing.ALONE)))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(BindException.class)
                    .hasMessageContaining("unix:" + path);
            assertThat(askUnix(path)).startsWith("HTTP/1.1 200 ");
        }
        await().until(() -> isEmpty(folder));
    }

    @Test
    void unix_socketLeftOver_isReplaced() throws IOException {
        Path path = folder.resolve("web.sock");
        Files.createFile(path);
        try (Testbed bed = new Testbed(settings(new ListenAddress.Unix(path.toString()), Sharing.ALONE))) {
            assertThat(askUnix(path)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void unix_takenOver_staysWithTheNewOne() throws IOException {
        ListenAddress bind = new ListenAddress.Unix(folder.resolve("web.sock").toString());
        Testbed first = new Testbed(settings(bind, Sharing.TAKEOVER));
        try (Testbed second = new Testbed(settings(bind, Sharing.TAKEOVER))) {
            first.close();
            assertThat(askUnix(folder.resolve("web.sock"))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void inherited_tcpAndUnixSockets_areServed() throws IOException {
        Socket tcp = Socket.newSocketStream();
        tcp.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        tcp.listen(16);
        try (Testbed bed = new Testbed(settings(new ListenAddress.Inherited(tcp.intValue()), Sharing.ALONE));
                RawClient buyer = bed.client()) {
            assertThat(buyer.send(GET).rest()).endsWith("127.0.0.1");
        }
        Path path = folder.resolve("passed.sock");
        Socket unix = Socket.newSocketDomain();
        unix.bind(new DomainSocketAddress(path.toString()));
        unix.listen(16);
        try (Testbed bed = new Testbed(settings(new ListenAddress.Inherited(unix.intValue()), Sharing.ALONE))) {
            assertThat(askUnix(path)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void inherited_nothingThere_isRefusedByName() {
        assertThatThrownBy(() -> new Testbed(settings(new ListenAddress.Inherited(9_999), Sharing.ALONE)))
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining("fd:9999: the process was started without it");
    }

    @Test
    void shared_elderKeepsThePort_untilItLetsGo() {
        AtomicInteger young = new AtomicInteger();
        Testbed elder = new Testbed(settings(new BindAddress("127.0.0.1", 0), Sharing.TAKEOVER));
        Testbed.Settings next = settings(new BindAddress("127.0.0.1", elder.port()), Sharing.TAKEOVER);
        next.handler = exchange -> answer(exchange, young);
        try (Testbed heir = new Testbed(next)) {
            for (int i = 0; i < 50; i++) {
                assertThat(ask(elder.port())).contains("200 OK");
            }
            assertThat(served).hasValue(50);
            CompletableFuture<Void> drained =
                    elder.edge.drain(Duration.ofSeconds(10)).toCompletableFuture();
            await().until(() -> ask(heir.port()).contains("200 OK") && young.get() > 0);
            int before = served.get();
            for (int i = 0; i < 50; i++) {
                assertThat(ask(heir.port())).contains("200 OK");
            }
            assertThat(served).as("nothing new for who is leaving").hasValue(before);
            drained.join();
        }
    }

    @Test
    void shared_handedOnAgainAndAgain_noConnectionIsLost() {
        AtomicBoolean over = new AtomicBoolean();
        Testbed current = new Testbed(settings(new BindAddress("127.0.0.1", 0), Sharing.TAKEOVER));
        int port = current.port();
        List<CompletableFuture<Integer>> crowd = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            crowd.add(CompletableFuture.supplyAsync(() -> askUntil(over, port)));
        }
        for (int round = 0; round < 4; round++) {
            Testbed next = new Testbed(settings(new BindAddress("127.0.0.1", port), Sharing.TAKEOVER));
            current.edge.drain(Duration.ofSeconds(10)).toCompletableFuture().join();
            current = next;
        }
        over.set(true);
        int asked = crowd.stream().mapToInt(CompletableFuture::join).sum();
        assertThat(asked).isGreaterThan(100);
        current.close();
    }

    private static int askUntil(AtomicBoolean over, int port) {
        int asked = 0;
        while (!over.get()) {
            assertThat(ask(port)).as("after %d", asked).contains("200 OK");
            asked++;
        }
        return asked;
    }

    private static String ask(int port) {
        try (RawClient buyer = RawClient.connect(port)) {
            return buyer.send(GET).rest();
        }
    }

    private static String askUnix(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(GET.getBytes(US_ASCII)));
            ByteBuffer read = ByteBuffer.allocate(4096);
            while (channel.read(read) >= 0) {
                assertThat(read.hasRemaining()).isTrue();
            }
            return new String(read.array(), 0, read.position(), US_ASCII);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
