package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A side that takes nothing stops the other side, and what is under way in between stays small. */
final class BackpressureTest {
    private static final long TOTAL = 100L * 1024 * 1024;
    /** Socket buffers on both sides and the watermarks in between; far less than the total. */
    private static final long UNDER_WAY_MAX = 24L * 1024 * 1024;

    private final RawShop shop = new RawShop();
    private final Testbed bed = new Testbed(shop);
    private final AtomicLong sent = new AtomicLong();

    @AfterEach
    void close() throws Exception {
        bed.close();
        shop.close();
    }

    @Test
    void download_buyerReadsNothing_shopIsStopped() {
        try (RawClient buyer = RawClient.slow(bed.port())) {
            buyer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            RawClient server = shop.accepted();
            server.head();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
            CompletableFuture<Void> sending = sendAll(server);
            awaitStandstill();
            assertThat(sent.get()).isLessThan(UNDER_WAY_MAX);
            buyer.head();
            buyer.halfClose();
            long got = buyer.skipRest();
            assertThat(got).isEqualTo(TOTAL);
            sending.join();
        }
    }

    @Test
    void upload_shopReadsNothing_buyerIsStopped() {
        try (RawClient buyer = bed.client()) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL + "\r\n\r\n");
            RawClient server = shop.accepted();
            CompletableFuture<Void> sending = sendAll(buyer);
            awaitStandstill();
            assertThat(sent.get()).isLessThan(UNDER_WAY_MAX);
            server.head();
            long left = TOTAL;
            while (left > 0) {
                left -= server.bytes((int) Math.min(left, 1 << 20)).length();
            }
            sending.join();
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 204 ");
        }
    }

    private CompletableFuture<Void> sendAll(RawClient to) {
        return CompletableFuture.runAsync(() -> {
            byte[] piece = new byte[64 * 1024];
            while (sent.get() < TOTAL) {
                to.send(piece);
                sent.addAndGet(piece.length);
            }
        });
    }

    private void awaitStandstill() {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(sent.get()) == sent.get());
    }
}
