package io.foyer.gateway.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foyer.gateway.edge.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how the process fares, as sd_notify(3) does: started, reloading, stopping, and alive for the watchdog, which is said only
 * as long as every event loop answers. Without {@code NOTIFY_SOCKET} it says nothing.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final String ALIVE = "WATCHDOG=1";

    private final @Nullable Path own;
    private final @Nullable Channel channel;
    private final String target;

    private Notifier(@Nullable Path own, @Nullable Channel channel, String target) {
        this.own = own;
        this.channel = channel;
        this.target = target;
    }

    /** For the systemd that the environment names. Blocks shortly. */
    public static Notifier start(Map<String, String> environment, EventLoops loops) {
        String target = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (target.isEmpty() || loops.transport() != EventLoops.Transport.EPOLL) {
            return new Notifier(null, null, "");
        }
        Notifier notifier = open(target, loops);
        watchdogNanos(environment).ifPresent(nanos -> notifier.watch(loops, nanos / 2));
        return notifier;
    }

    /** A datagram socket without an address of its own cannot send here, so it gets one for a moment. */
    private static Notifier open(String target, EventLoops loops) {
        try {
            Path own = Files.createTempDirectory("foyer-notify").resolve("socket");
            Channel channel = new Bootstrap()
                    .group(loops.group())
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(new DomainSocketAddress(own.toString()))
                    .syncUninterruptibly()
                    .channel();
            return new Notifier(own, channel, target);
        } catch (IOException | RuntimeException e) {
            LOG.warn("systemd is not told how this process fares: {}", e.toString());
            return new Notifier(null, null, "");
        }
    }

    private static OptionalLong watchdogNanos(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String pid = environment.get("WATCHDOG_PID");
        boolean forUs =
                pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return forUs && micros.matches("[1-9][0-9]{0,14}")
                ? OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)))
                : OptionalLong.empty();
    }

    private void watch(EventLoops loops, long nanos) {
        List<EventExecutor> all = new ArrayList<>();
        loops.group().forEach(all::add);
        var unused = all.get(0).scheduleAtFixedRate(() -> askAll(all), 0, nanos, TimeUnit.NANOSECONDS);
    }

    private void askAll(List<EventExecutor> loops) {
        AtomicInteger silent = new AtomicInteger(loops.size());
        for (EventExecutor loop : loops) {
            loop.execute(() -> {
                if (silent.decrementAndGet() == 0) {
                    send(ALIVE);
                }
            });
        }
    }

    public void ready(String status) {
        send("READY=1\nSTATUS=" + status);
    }

    /** {@link #ready} follows, whatever came of it. */
    public void reloading() {
        // On Linux this is the monotonic clock that systemd compares with its own.
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    public void stopping() {
        send("STOPPING=1\nSTATUS=finishing what is under way");
    }

    private void send(String state) {
        if (channel != null) {
            var message =
                    new DomainDatagramPacket(Unpooled.copiedBuffer(state, UTF_8), new DomainSocketAddress(target));
            channel.writeAndFlush(message).addListener(sent -> {
                if (!sent.isSuccess()) {
                    LOG.debug("systemd was not told: {}", state, sent.cause());
                }
            });
        }
    }

    @Override
    public void close() {
        if (channel != null && own != null) {
            channel.close().addListener(closed -> {
                try {
                    Files.deleteIfExists(own);
                    Files.deleteIfExists(own.getParent());
                } catch (IOException e) {
                    LOG.debug("{} stays", own, e);
                }
            });
        }
    }
}
