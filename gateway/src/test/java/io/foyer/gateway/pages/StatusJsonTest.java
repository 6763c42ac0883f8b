package io.foyer.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class StatusJsonTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void answer_waiting_hasEveryMember() {
        JsonNode status = JSON.readTree(StatusJson.answer(Statuses.waiting()).body());

        assertThat(status.propertyNames())
                .containsExactly(
                        "shop",
                        "room",
                        "state",
                        "number",
                        "ahead",
                        "waiting",
                        "servingPosition",
                        "wait",
                        "nextPollSeconds",
                        "message",
                        "updatedAt",
                        "ticket",
                        "reason",
                        "sale");
        assertThat(status.get("shop").stringValue()).isEqualTo("arena");
        assertThat(status.get("state").stringValue()).isEqualTo("waiting");
        assertThat(status.get("number").longValue()).isEqualTo(12_417);
        assertThat(status.get("ahead").longValue()).isEqualTo(1_318);
        assertThat(status.get("waiting").longValue()).isEqualTo(4_321);
        assertThat(status.get("servingPosition").longValue()).isEqualTo(11_099);
        assertThat(status.get("wait"))
                .isEqualTo(JSON.readTree("{\"lowSeconds\":240,\"likelySeconds\":330,\"highSeconds\":420}"));
        assertThat(status.get("nextPollSeconds").longValue()).isEqualTo(5);
        assertThat(status.get("message").stringValue()).isEqualTo(Statuses.MESSAGE);
        assertThat(status.get("updatedAt").stringValue()).isEqualTo("2026-11-23T19:04:05.678Z");
        assertThat(status.get("ticket").stringValue()).isEqualTo("head.body.sig");
    }

    @Test
    void answer_unknownFigures_areNullAndNotLeftOut() {
        JsonNode status =
                JSON.readTree(StatusJson.answer(Statuses.of(View.NONE)).body());

        for (String member : List.of("number", "ahead", "wait", "reason", "sale")) {
            assertThat(status.has(member)).as(member).isTrue();
            assertThat(status.get(member).isNull()).as(member).isTrue();
        }
    }

    @Test
    void answer_anyText_isReadBackAsItWas() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String text = randomText(random);
            JsonNode status =
                    JSON.readTree(StatusJson.answer(Statuses.message(text)).body());
            assertThat(status.get("message").stringValue())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(text);
        }
    }

    @Test
    void write_toABuffer_appendsWhatTheAnswerHolds() {
        ByteBuf out = Unpooled.buffer(1).writeByte('>');
        StatusJson.write(Statuses.waiting(), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        ">" + new String(StatusJson.answer(Statuses.waiting()).body(), StandardCharsets.UTF_8));
        out.release();
    }

    @Test
    void answer_longText_growsTheArray() {
        String text = "\u0001é".repeat(5_000);
        JsonNode status =
                JSON.readTree(StatusJson.answer(Statuses.message(text)).body());

        assertThat(status.get("message").stringValue()).isEqualTo(text);
    }

    @Test
    void answer_halfASurrogatePair_becomesTheReplacementCharacter() {
        JsonNode status = JSON.readTree(
                StatusJson.answer(Statuses.message("a\ud800b\udc00")).body());

        assertThat(status.get("message").stringValue()).isEqualTo("a\ufffdb\ufffd");
    }

    @Test
    void number_edges_areExact() {
        for (long value : new long[] {0, 9, 10, 99, 100, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThat(new JsonBytes().number(value).toString()).isEqualTo(Long.toString(value));
        }
    }

    @Test
    void instant_anyInstant_isReadBackToTheMillisecond() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Instant instant = Instant.ofEpochMilli(random.nextLong(-62_000_000_000_000L, 253_000_000_000_000L));
            String text = new JsonBytes().instant(instant).toString();
            assertThat(Instant.parse(text.substring(1, text.length() - 1)))
                    .as("seed %d", seed)
                    .isEqualTo(instant);
        }
    }

    @Test
    void problem_everyView_isAProblemWithTheStatusObject() {
        for (View view : View.values()) {
            PageAnswer answer = StatusJson.problem(Statuses.of(view), "/_foyer/status");
            JsonNode problem = JSON.readTree(answer.body());

            assertThat(answer.status()).isEqualTo(429);
            assertThat(problem.get("status").intValue()).isEqualTo(429);
            assertThat(problem.get("type").stringValue()).startsWith("urn:foyer:problem:");
            assertThat(problem.get("title").stringValue()).isNotBlank();
            assertThat(problem.get("detail").stringValue()).isNotBlank();
            assertThat(problem.get("ticket").stringValue()).isEqualTo("head.body.sig");
            assertThat(new String(answer.headerLines(), StandardCharsets.US_ASCII))
                    .contains(
                            "Content-Type: application/problem+json\r\n",
                            "Retry-After: 5\r\n",
                            "Cache-Control: no-store\r\n")
                    .endsWith("\r\n");
        }
    }

    @Test
    void toString_ofAStatus_hidesTheTicket() {
        assertThat(Statuses.waiting().toString()).doesNotContain("head.body.sig");
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            int bound = new int[] {0x20, 0x80, 0x800, 0xd800, Character.MAX_CODE_POINT + 1}[random.nextInt(5)];
            int codePoint = random.nextInt(bound);
            boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(surrogate ? '"' : codePoint);
        }
        return text.toString();
    }
}
