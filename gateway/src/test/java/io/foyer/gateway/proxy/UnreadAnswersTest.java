package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.Limit;
import io.foyer.gateway.limits.LimitTally;
import io.foyer.gateway.limits.Overload;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Buyers who ask on and on (RFC 9112 section 9.3.2) and do not read what they get. */
final class UnreadAnswersTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int REQUESTS = 6_000;
    private static final byte[] BODY = "x".repeat(10_000).getBytes(US_ASCII);
    /** What the kernel may hold between two sockets, and more. */
    private static final long HELD_MAX = 16L * 1024 * 1024;

    private final LimitTally tally = new LimitTally();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong heldMost = new AtomicLong();
    private long made;

    private Testbed.Settings settings(Duration bodyTimeout) {
        Testbed.Settings settings = Testbed.settings();
        settings.guard = new Guard(new Overload(() -> 0, () -> {}), tally);
        Duration ample = Duration.ofSeconds(30);
        settings.limits = new Limits(100, 16_384, ample, ample, bodyTimeout, 1000, 1000, 0, 0);
        settings.handler = exchange -> {
            made += BODY.length;
            heldMost.accumulateAndGet(made - read.get(), Math::max);
            exchange.answer(new Answer(200, new byte[0], BODY));
        };
        return settings;
    }

    @Test
    void pipelinedRequests_answersNotReadYet_waitInTheSocketAndAreAllAnswered() {
        try (Testbed bed = new Testbed(settings(Duration.ofSeconds(30)));
                RawClient buyer = RawClient.slow(bed.port())) {
            buyer.send(GET.repeat(REQUESTS));
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(buyer.head()).startsWith("HTTP/1.1 200 ");
                assertThat(buyer.bytes(BODY.length)).hasSize(BODY.length);
                read.addAndGet(BODY.length);
            }
            assertThat(heldMost).hasValueLessThan(HELD_MAX);
            buyer.send(GET);
            assertThat(buyer.head()).as("afterwards").startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void pipelinedRequests_answersNeverRead_areCutOff() {
        try (Testbed bed = new Testbed(settings(Duration.ofMillis(300)));
                RawClient buyer = RawClient.slow(bed.port())) {
            buyer.send(GET.repeat(REQUESTS));
            await().until(() -> tally.count(Limit.RESPONSE_RATE) == 1);
            await().until(() -> bed.edge.openConnections() == 0);
        }
    }

    /** A reset, two seconds later, would take the end of the answer from a buyer on a slow line. */
    @Test
    void answerBeforeTheBody_readLate_isComplete() {
        byte[] large = "x".repeat(16_000_000).getBytes(US_ASCII);
        Testbed.Settings settings = settings(Duration.ofSeconds(30));
        settings.handler = exchange -> exchange.answer(new Answer(200, new byte[0], large));
        try (Testbed bed = new Testbed(settings);
                RawClient buyer = RawClient.slow(bed.port())) {
            buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
            assertThat(buyer.head()).contains("Connection: close\r\n");
            await().during(Duration.ofMillis(2_300)).until(() -> bed.edge.openConnections() == 1);
            assertThat(buyer.bytes(large.length)).hasSize(large.length);
            assertThat(buyer.rest()).isEmpty();
        }
    }
}
