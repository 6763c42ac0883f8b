package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogTest {
    @Test
    void jsonLine_hostileText_isValidJsonThatReadsBackTheSame() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u2028\ud83d\ude00");

        byte[] line = bytes(new JsonLine().start().text(JsonLine.name("path"), all.toString()));

        assertThat(new String(line, UTF_8)).matches("[\\x20-\\x7e]+\n");
        assertThat(OpsAnswers.JSON.readTree(line).get("path").asString()).isEqualTo(all.toString());
    }

    @Test
    void jsonLine_numbers_readBackTheSame() {
        byte[] line = bytes(new JsonLine()
                .start()
                .number(JsonLine.name("zero"), 0)
                .number(JsonLine.name("big"), Long.MAX_VALUE)
                .number(JsonLine.name("negative"), -120)
                .millis(JsonLine.name("short"), 7_000)
                .millis(JsonLine.name("long"), 12_345_678_901L));

        assertThat(new String(line, UTF_8))
                .isEqualTo(
                        "{\"zero\":0,\"big\":9223372036854775807,\"negative\":-120,\"short\":0.007,\"long\":12345.678}\n");
    }

    @Test
    void jsonLine_times_areIso8601InUtc() {
        JsonLine line = new JsonLine();
        SplittableRandom random = new SplittableRandom(7);
        for (long millis :
                new long[] {0, 1, 999, 1_000, 1_771_318_800_123L, 1_771_318_800_999L, 1_771_318_801_000L, -1}) {
            assertThat(time(line, millis)).isEqualTo(iso(millis));
        }
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(4_000_000_000_000L);
            assertThat(time(line, millis)).isEqualTo(iso(millis));
        }
    }

    private static String time(JsonLine line, long millis) {
        return OpsAnswers.JSON
                .readTree(bytes(line.start().time(JsonLine.name("at"), millis).flag(JsonLine.name("tls"), true)))
                .get("at")
                .asString();
    }

    private static String iso(long millis) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(millis));
    }

    @Test
    void jsonLine_longText_isCut() {
        byte[] line = bytes(new JsonLine().start().text(JsonLine.name("path"), "/".repeat(100_000)));

        assertThat(OpsAnswers.JSON.readTree(line).get("path").asString()).hasSize(2_048);
    }

    @Test
    void lineWriter_manyLines_areAllWrittenInOrder() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder expected = new StringBuilder();
        try (LineWriter writer = new LineWriter(out, 1 << 20)) {
            for (int i = 0; i < 10_000; i++) {
                String line = "line " + i + "\n";
                expected.append(line);
                write(writer, line);
            }
            assertThat(writer.dropped()).isZero();
        }

        assertThat(out.toString(UTF_8)).isEqualTo(expected.toString());
    }

    @Test
    void lineWriter_outputStandsStill_dropsAndCountsInsteadOfWaiting() {
        CountDownLatch go = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LineWriter writer = new LineWriter(blockedUntil(go, out), 10 * "line\n".length())) {
            for (int i = 0; i < 100; i++) {
                write(writer, "line\n");
            }
            long dropped = writer.dropped();
            assertThat(dropped).isBetween(80L, 90L);
            go.countDown();
            await().untilAsserted(() -> assertThat(out.size()).isEqualTo(5 * (100 - (int) dropped)));
        }
    }

    @Test
    void logbackXml_events_areJsonLinesWithoutNoise() throws Exception {
        PrintStream stdout = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(LogTest.class.getResource("/logback.xml"));
            context.getLogger("io.foyer.test").info("room {} \r\n\u001b[31m", "arena/main");
            context.getLogger("io.foyer.test").error("broken", new IllegalStateException("why"));
            context.getLogger("io.netty.test").info("noise");
            context.getLogger("io.lettuce.core.RedisChannelHandler").warn("Connection is already closed");
        } finally {
            context.stop();
            System.setOut(stdout);
        }

        String[] lines = out.toString(UTF_8).split("\n");
        assertThat(lines).hasSize(2);
        JsonNode first = OpsAnswers.JSON.readTree(lines[0]);
        assertThat(first.get("timestamp").asString())
                .matches("20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d\\.\\d{3}Z");
        assertThat(first.get("level").asString()).isEqualTo("INFO");
        assertThat(first.get("formattedMessage").asString()).isEqualTo("room arena/main \r\n\u001b[31m");
        assertThat(first.has("context")).isFalse();
        assertThat(OpsAnswers.JSON.readTree(lines[1]).at("/throwable/message").asString())
                .isEqualTo("why");
    }

    private static byte[] bytes(JsonLine line) {
        return Arrays.copyOf(line.end().bytes(), line.length());
    }

    private static void write(LineWriter writer, String line) {
        writer.write(line.getBytes(UTF_8), line.length());
    }

    private static OutputStream blockedUntil(CountDownLatch go, OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                out.write(bytes, from, length);
            }
        };
    }
}
