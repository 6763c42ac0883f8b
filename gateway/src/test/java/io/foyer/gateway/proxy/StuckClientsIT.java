package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.ListenerConfig;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two thousand clients that are silent, that send heads and bodies byte by byte or not at all, or that do not read: the limits end
 * every one of them, they hold little memory, and buyers beside them get all their answers.
 */
final class StuckClientsIT {
    private static final int SILENT = 600;
    private static final int SLOW_HEADS = 700;
    private static final int SLOW_BODIES = 600;
    private static final int NOT_READING = 100;
    private static final int STUCK = SILENT + SLOW_HEADS + SLOW_BODIES + NOT_READING;
    private static final int BUYERS = 4;
    private static final int LARGE = 2 * 1024 * 1024;
    private static final long MEMORY_MAX = 64L * 1024 * 1024;
    private static final String GET = "GET /buy HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RecordingShop shop = new RecordingShop();
    private final List<SocketChannel> stuck = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Testbed bed;

    StuckClientsIT() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        Duration limit = Duration.ofSeconds(4);
        settings.limits = new ListenerConfig.Limits(STUCK + 100, 16 * 1024, limit, limit, limit, 1 << 20);
        settings.connections = STUCK;
        settings.connectTimeout = Duration.ofSeconds(20);
        settings.responseTimeout = Duration.ofSeconds(60);
        bed = new Testbed(settings);
        String large = "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + "x".repeat(LARGE);
        shop.answer(head -> RecordingShop.Script.keep(head.startsWith("GET /large") ? large : RecordingShop.OK));
    }

    @AfterEach
    void close() throws Exception {
        over.set(true);
        pace.shutdownNow();
        assertThat(pace.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        for (SocketChannel one : stuck) {
            one.close();
        }
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        bed.close();
        shop.close();
    }

    @Test
    void stuckClients_byTheThousand_areEndedAndHarmNobody() throws Exception {
        long[] before = buy(200);
        List<Future<long[]>> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            buyers.add(threads.submit(() -> buy(Integer.MAX_VALUE)));
        }
        long memory = usedMemory();
        open(SILENT, "");
        open(SLOW_HEADS, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        open(SLOW_BODIES, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx");
        open(NOT_READING, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        pace.scheduleWithFixedDelay(this::drip, 0, 200, TimeUnit.MILLISECONDS);

        await("limits end every stuck client")
                .atMost(Duration.ofSeconds(60))
                .until(() -> bed.edge.openConnections() <= BUYERS);
        over.set(true);
        long grown = Math.max(0, peak.get() - memory);
        long[] during = new long[0];
        for (Future<long[]> buyer : buyers) {
            long[] took = buyer.get(30, TimeUnit.SECONDS);
            assertThat(took.length).as("requests of one buyer").isGreaterThan(20);
            during = joined(during, took);
        }
        System.out.printf(
                "Stuck clients: %d; buyers' p99 before %.1f ms, beside them %.1f ms of %d requests; at most %d KiB of buffers more%n",
                STUCK, p99Millis(before), p99Millis(during), during.length, grown / 1024);
        assertThat(grown).as("bytes of buffers").isLessThan(MEMORY_MAX);
        assertThat(bed.statuses.stream().filter(status -> status == 408).count())
                .as("slow heads and bodies are told so and counted")
                .isEqualTo(SLOW_HEADS + SLOW_BODIES);
        assertThat(bed.refused).as("refused connections").hasValue(0);
    }

    /** One buyer's requests, one after the other; every one has to be answered. Returns how long each took, in ns. */
    private long[] buy(int most) {
        long[] took = new long[1024];
        int count = 0;
        try (RawClient buyer = bed.client()) {
            while (count < most && !over.get()) {
                long start = System.nanoTime();
                buyer.send(GET);
                assertThat(PlainReply.read(buyer, "GET").body()).isEqualTo("ok");
                took = count == took.length ? Arrays.copyOf(took, 2 * count) : took;
                took[count++] = System.nanoTime() - start;
            }
        }
        return Arrays.copyOf(took, count);
    }

    private void open(int count, String start) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), bed.port());
        for (int i = 0; i < count; i++) {
            SocketChannel one = SocketChannel.open();
            one.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            one.connect(address);
            one.write(ByteBuffer.wrap(start.getBytes(StandardCharsets.US_ASCII)));
            one.configureBlocking(false);
            stuck.add(one);
        }
    }

    /** A byte now and then keeps a head from being idle, not from being late; bodies stand still. */
    private void drip() {
        peak.accumulateAndGet(usedMemory(), Math::max);
        for (SocketChannel one : stuck.subList(SILENT, SILENT + SLOW_HEADS)) {
            try {
                one.write(ByteBuffer.wrap(new byte[] {'x'}));
            } catch (IOException e) {
                // Ended by the gateway, as it should be.
            }
        }
    }

    private static long usedMemory() {
        ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
        return allocator instanceof AdaptiveByteBufAllocator adaptive
                ? adaptive.metric().usedDirectMemory()
                : PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static long[] joined(long[] a, long[] b) {
        long[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static double p99Millis(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / 1e6;
    }
}
