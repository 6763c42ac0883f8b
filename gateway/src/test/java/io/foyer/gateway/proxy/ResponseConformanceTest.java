package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.proxy.RecordingShop.Script;
import io.foyer.gateway.proxy.RecordingShop.Script.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each row of {@code responses.txt}: what the shop says, what the buyer gets of it, and whether the next request goes on the
 * same connection to the shop and is answered with its own response.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResponseConformanceTest {
    private final ConformanceScore score = new ConformanceScore("Responses");
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
    Stream<DynamicTest> responses() {
        return ConformanceRow.table("responses.txt").stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), score.counted(row, () -> play(row))));
    }

    private void play(ConformanceRow row) {
        bed.shop.forget();
        Script script = script(row.cell(1));
        String probe = "GET /probe-" + row.line() + " HTTP/1.1\r\nHost: a\r\n\r\n";
        bed.shop.answer(head -> head.startsWith("GET /probe-") ? tagged(head) : script);
        try (RawClient buyer = bed.buyer()) {
            buyer.send(row.bytes(0));
            if (row.wanted().contains("cut")) {
                assertThat(buyer.restOrReset()).as("what the buyer got").isEqualTo(row.bytes(2));
            } else {
                assertAnswered(row, buyer);
            }
            if (row.wanted().contains("keep")) {
                probe(buyer, probe);
            } else {
                assertThat(buyer.restOrReset()).as("after the answer").isEmpty();
                probeAnew(probe);
            }
        }
        ConformanceBed.soon("the probe").until(() -> probedOn(probe) > 0);
        assertThat(probedOn(probe) == askedOn(row))
                .as("the next request goes on the connection that this response came on")
                .isEqualTo(row.wanted().contains("reuse"));
    }

    private static void assertAnswered(ConformanceRow row, RawClient buyer) {
        String method = row.bytes(0).substring(0, row.bytes(0).indexOf(' '));
        List<Integer> statuses = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < row.statuses().size(); i++) {
            PlainReply reply = PlainReply.read(buyer, method);
            statuses.add(reply.status());
            all.append(reply.bytes());
            if (reply.status() == 502) {
                ConformanceBed.assertError(row, reply, method);
            }
        }
        assertThat(statuses).as("what the buyer got: %s", all).isEqualTo(row.statuses());
        if (!row.cell(2).isEmpty()) {
            String wanted = row.cell(2).equals("=") ? asSaid(row) : row.bytes(2);
            assertThat(all.toString()).as("what the buyer got").isEqualTo(wanted);
        }
    }

    private static String asSaid(ConformanceRow row) {
        String said = script(row.cell(1)).bytes();
        int end = said.indexOf("\r\n\r\n") + 2;
        return said.substring(0, end) + "Via: 1.1 foyer\r\n" + said.substring(end);
    }

    private static Script script(String cell) {
        if (cell.endsWith("{close}")) {
            return new Script(Notation.bytes(cell.replace("{close}", "")), Ending.CLOSE);
        }
        if (cell.endsWith("{reset}")) {
            return new Script(Notation.bytes(cell.replace("{reset}", "")), Ending.RESET);
        }
        return Script.keep(Notation.bytes(cell));
    }

    /** Says which request it answers. */
    private static Script tagged(String head) {
        String tag = head.substring(5, head.indexOf(' ', 5));
        return Script.keep("HTTP/1.1 200 OK\r\nContent-Length: " + tag.length() + "\r\n\r\n" + tag);
    }

    private static void probe(RawClient buyer, String probe) {
        buyer.send(probe);
        assertThat(PlainReply.read(buyer, "GET").body())
                .as("the answer to the next request")
                .isEqualTo(probe.substring(5, probe.indexOf(' ', 5)));
    }

    private void probeAnew(String probe) {
        try (RawClient buyer = bed.buyer()) {
            probe(buyer, probe);
        }
    }

    private int probedOn(String probe) {
        String line = probe.substring(0, probe.indexOf('\r'));
        return bed.shop.received().stream()
                .filter(on -> on.bytes().contains(line))
                .mapToInt(RecordingShop.Received::connection)
                .max()
                .orElse(0);
    }

    private int askedOn(ConformanceRow row) {
        String line = row.bytes(0).substring(0, row.bytes(0).indexOf('\r') - 1);
        return bed.shop.received().stream()
                .filter(on -> on.bytes().startsWith(line))
                .mapToInt(RecordingShop.Received::connection)
                .min()
                .orElse(0);
    }
}
