package io.foyer.gateway.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.edge.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {
    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @TempDir
    Path folder;

    private final EventLoops systemdLoops = EventLoops.start(1, EventLoops.Transport.EPOLL, "test-systemd");
    private final EventLoops loops = EventLoops.start(2, EventLoops.Transport.EPOLL);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Channel systemd;

    @BeforeEach
    void listen() {
        systemd = new Bootstrap()
                .group(systemdLoops.group())
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                        told.add(packet.content().toString(UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(folder.resolve("notify").toString()))
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void close() {
        systemd.close().syncUninterruptibly();
        loops.stop().toCompletableFuture().join();
        systemdLoops.stop().toCompletableFuture().join();
    }

    private Notifier start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("NOTIFY_SOCKET", folder.resolve("notify").toString());
        return Notifier.start(environment, loops);
    }

    @Test
    void life_ofAProcess_isTold() {
        try (Notifier notifier = start(Map.of())) {
            notifier.ready("config abc");
            notifier.reloading();
            notifier.ready("config def");
            notifier.stopping();
            await().until(() -> told.size() == 4);
        }
        assertThat(told.get(0)).isEqualTo("READY=1\nSTATUS=config abc");
        assertThat(told.get(1)).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
        assertThat(told.get(2)).isEqualTo("READY=1\nSTATUS=config def");
        assertThat(told.get(3)).startsWith("STOPPING=1\n");
    }

    @Test
    void watchdog_everyLoopAnswers_isFedUntilOneHangs() {
        CountDownLatch hang = new CountDownLatch(1);
        try (Notifier notifier = start(Map.of("WATCHDOG_USEC", "100000", "WATCHDOG_PID", PID))) {
            await().until(() -> told.size() >= 3);
            assertThat(told).containsOnly("WATCHDOG=1");
            loops.group().next().execute(() -> awaitLatch(hang));
            await().until(() -> {
                int before = told.size();
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                return told.size() == before;
            });
            hang.countDown();
            int before = told.size();
            await().until(() -> told.size() > before);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void watchdog_ofAnotherProcess_isNotFed() {
        try (Notifier notifier = start(Map.of("WATCHDOG_USEC", "10000", "WATCHDOG_PID", "1"))) {
            notifier.ready("x");
            await().until(() -> !told.isEmpty());
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void noSystemd_nothingIsSaid() {
        try (Notifier notifier = Notifier.start(Map.of(), loops)) {
            notifier.ready("x");
            notifier.stopping();
        }
        assertThat(told).isEmpty();
    }
}
