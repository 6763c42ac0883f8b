package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each row of {@code requests.txt} on a connection of its own: what the buyer gets, which bytes reach the shop, and that the
 * next request, on the same connection where it is kept, is answered and forwarded as it should be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestConformanceTest {
    private static final String PROBE = "GET /probe HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String FORWARDED_PROBE = Notation.bytes("GET /probe HTTP/1.1¶Host: a¶{own}");

    private final ConformanceScore score = new ConformanceScore("Requests");
    private ConformanceBed bed;

    @BeforeAll
    void open() {
        bed = new ConformanceBed();
    }

    @AfterAll
    void close() throws Exception {
        System.out.print(score);
        bed.close();
    }

    @TestFactory
    Stream<DynamicTest> requests() {
        return ConformanceRow.table("requests.txt").stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), score.counted(row, () -> play(row))));
    }

    private void play(ConformanceRow row) {
        bed.shop.forget();
        String sent = row.bytes(0);
        try (RawClient buyer = bed.buyer()) {
            send(buyer, sent);
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < row.statuses().size(); i++) {
                PlainReply reply = PlainReply.read(buyer, method(sent));
                statuses.add(reply.status());
                if (reply.status() >= 400) {
                    ConformanceBed.assertError(row, reply, method(sent));
                }
            }
            assertThat(statuses).as("what the buyer got").isEqualTo(row.statuses());
            if (row.wanted().contains("keep")) {
                probe(buyer);
            } else {
                assertThat(buyer.restOrReset()).as("after the last answer").isEmpty();
                probeAnew();
            }
        }
        assertReached(row, sent);
    }

    private void assertReached(ConformanceRow row, String sent) {
        if (row.cell(1).equals("cut")) {
            ConformanceBed.soon("the shop sees the end of a request that is not complete")
                    .until(() -> bed.shop.received().stream().allMatch(RequestConformanceTest::isCut));
            return;
        }
        String wanted = row.cell(1).equals("=") ? asSent(sent) : row.bytes(1);
        ConformanceBed.soon("the probe").until(() -> bed.shop.all().endsWith(FORWARDED_PROBE));
        assertThat(bed.shop.all()).as("what reached the shop").isEqualTo(wanted + FORWARDED_PROBE);
    }

    private static boolean isCut(RecordingShop.Received on) {
        String bytes = on.bytes().endsWith(FORWARDED_PROBE)
                ? on.bytes().substring(0, on.bytes().length() - FORWARDED_PROBE.length())
                : on.bytes();
        return bytes.isEmpty() || (PlainFraming.requestEnd(bytes) == 0 && on.closed());
    }

    private static String asSent(String sent) {
        int end = sent.indexOf("\r\n\r\n") + 2;
        return sent.substring(0, end) + Notation.bytes("{own}") + sent.substring(end + 2);
    }

    private void probeAnew() {
        try (RawClient buyer = bed.buyer()) {
            probe(buyer);
        }
    }

    private static void probe(RawClient buyer) {
        buyer.send(PROBE);
        assertThat(PlainReply.read(buyer, "GET").bytes())
                .as("the next request")
                .isEqualTo(Notation.bytes("{ok}Content-Length: 2¶{via}ok"));
    }

    private static String method(String sent) {
        return sent.startsWith("HEAD ") ? "HEAD" : "GET";
    }

    /** The gateway may have refused and closed before all was sent. */
    private static void send(RawClient buyer, String bytes) {
        try {
            buyer.send(bytes);
        } catch (UncheckedIOException e) {
            assertThat(e).hasRootCauseInstanceOf(java.net.SocketException.class);
        }
    }
}
