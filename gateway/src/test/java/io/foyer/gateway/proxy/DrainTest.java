package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that stops costs nobody a request. */
final class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int BUYERS = 16;

    private final RawShop shop = new RawShop();
    private final Testbed bed = new Testbed(shop);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws Exception {
        bed.close();
        threads.shutdownNow();
        shop.close();
    }

    @Test
    void drain_underLoad_everyRequestIsAnswered() {
        CompletableFuture.runAsync(this::serveAll, threads);
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch warm = new CountDownLatch(BUYERS);
        List<CompletableFuture<Void>> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            RawClient buyer = bed.client();
            buyers.add(CompletableFuture.runAsync(() -> buyUntilClosed(buyer, answered, warm), threads));
        }
        awaitLatch(warm);

        CompletionStage<Void> drained = bed.edge.drain(Duration.ofSeconds(20));

        drained.toCompletableFuture().join();
        buyers.forEach(CompletableFuture::join);
        assertThat(answered.get()).isGreaterThan(20 * BUYERS);
        assertThat(bed.statuses).hasSize(answered.get()).containsOnly(200);
        assertThat(bed.edge.openConnections()).isZero();
    }

    @Test
    void drain_longRequest_isClosedWhenTimeIsOver() {
        try (RawClient buyer = bed.client()) {
            buyer.send(GET);
            shop.accepted().head();
            bed.edge.drain(Duration.ofMillis(50)).toCompletableFuture().join();
            assertThat(buyer.restOrReset()).isEmpty();
        }
    }

    /** Every request is answered whole; only then may the connection end, and it says so before. */
    private static void buyUntilClosed(RawClient buyer, AtomicInteger answered, CountDownLatch warm) {
        boolean open = true;
        for (int i = 0; open; i++) {
            String head = buyer.send(GET).head();
            assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(buyer.bytes(2)).isEqualTo("ok");
            answered.incrementAndGet();
            open = !head.contains("Connection: close");
            if (i == 20) {
                warm.countDown();
            }
        }
        buyer.close();
    }

    private void serveAll() {
        for (int i = 0; i < BUYERS; i++) {
            RawClient server = shop.accepted();
            threads.execute(() -> {
                while (!server.head().isEmpty()) {
                    server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                }
            });
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
