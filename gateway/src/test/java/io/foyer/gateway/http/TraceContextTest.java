package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of W3C Trace Context, sections 3.2 and 3.3. */
final class TraceContextTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VALID = "00-" + ID + "-00f067aa0ba902b7-01";
    private static final String STARTED = "traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-";

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALID,
                "00-" + ID + "-00f067aa0ba902b7-00",
                "00-" + ID + "-00f067aa0ba902b7-ff",
                "00-00000000000000000000000000000001-8000000000000000-03",
                "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01"
            })
    void valid_goesOnAsItCame(String value) {
        assertThat(forwarded(100, "traceparent: " + value)).isEqualTo("traceparent: " + value + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + ID + "-00f067aa0ba902b7-1",
                "00-" + ID + "-00f067aa0ba902b7-01-",
                "00-" + ID + "-00f067aa0ba902b7-01-what",
                "00-" + ID + "-00f067aa0ba902b7-010",
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "0x-" + ID + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + ID + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00_" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "_00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7-0G",
                "01-" + ID + "-00f067aa0ba902b7-01.what"
            })
    void invalid_beginsAnotherTraceWithoutItsState(String value) {
        assertThat(forwarded(0, "traceparent: " + value, "tracestate: a=b"))
                .matches(STARTED + "00\r\n")
                .doesNotContain(ID);
    }

    @Test
    void absent_beginsATraceEachTime() {
        assertThat(forwarded(0)).matches(STARTED + "00\r\n").isNotEqualTo(forwarded(0));
        assertThat(forwarded(100)).matches(STARTED + "01\r\n");
    }

    @Test
    void absent_someAreSampled() {
        long sampled = IntStream.range(0, 4_000)
                .filter(i -> forwarded(25).endsWith("-01\r\n"))
                .count();

        assertThat(sampled).isBetween(600L, 1_400L);
    }

    @Test
    void twice_isNotBelieved() {
        assertThat(forwarded(0, "traceparent: " + VALID, "Traceparent: " + VALID))
                .matches(STARTED + "00\r\n")
                .doesNotContain(ID);
    }

    @Test
    void laterVersion_goesOnAsOurs() {
        assertThat(forwarded(0, "traceparent: cc-" + ID + "-00f067aa0ba902b7-03-more"))
                .isEqualTo("traceparent: 00-" + ID + "-00f067aa0ba902b7-01\r\n");
    }

    @Test
    void notStarted_isNoTrace() {
        RequestHead head = Requests.head("GET / HTTP/1.1", "Host: a", "traceparent: nonsense", "tracestate: a=b");

        assertThat(head.trace().isPresent()).isFalse();
        assertThat(written(head)).doesNotContain("trace");
    }

    @Test
    void id_isWrittenInHex() {
        RequestHead head = Requests.head("GET / HTTP/1.1", "Host: a", "traceparent: " + VALID);
        byte[] line = new byte[34];
        head.trace().putId(line, 1);

        assertThat(new String(line, 1, 32, US_ASCII)).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "a=b,c=d",
                "rojo=00f067aa0ba902b7 , congo=t61rcWkgMzE",
                "tenant@system=1",
                "1a=b",
                "a_-*/0=!~ x",
                "a=b,,c=d"
            })
    void state_valid_goesOn(String value) {
        assertThat(forwarded(0, "traceparent: " + VALID, "tracestate: " + value))
                .contains("tracestate: " + value + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a=",
                "=b",
                "A=b",
                "a b=c",
                "a=b=c",
                "a=b,a=c",
                "a@=b@c=d",
                "@a=b",
                "a@b@c=d",
                "a=\u00e4",
                ","
            })
    void state_invalid_endsHereButTheTraceGoesOn(String value) {
        assertThat(forwarded(0, "traceparent: " + VALID, "tracestate: " + value))
                .isEqualTo("traceparent: " + VALID + "\r\n");
    }

    @Test
    void state_moreMembersThan32_endsHere() {
        String most = members(32);
        assertThat(forwarded(0, "traceparent: " + VALID, "tracestate: " + most)).contains(most);
        assertThat(forwarded(0, "traceparent: " + VALID, "tracestate: " + members(33)))
                .doesNotContain("tracestate");
    }

    @Test
    void state_longKeyOrValue_endsHere() {
        assertThat(isValidState("k".repeat(256) + "=" + "v".repeat(256))).isTrue();
        assertThat(isValidState("k".repeat(257) + "=v")).isFalse();
        assertThat(isValidState("k=" + "v".repeat(257))).isFalse();
    }

    private static boolean isValidState(String value) {
        return TraceState.isValid(value.getBytes(ISO_8859_1), 0, value.length());
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
    }

    /** The lines about tracing that the shop gets. */
    private static String forwarded(int sampledPercent, String... fields) {
        String[] lines = new String[fields.length + 2];
        lines[0] = "GET / HTTP/1.1";
        lines[1] = "Host: a";
        System.arraycopy(fields, 0, lines, 2, fields.length);
        RequestHead head = Requests.head(lines);
        head.trace().startUnlessThere(sampledPercent);
        return written(head)
                .lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("trace"))
                .map(line -> line + "\r\n")
                .sorted(java.util.Comparator.reverseOrder())
                .collect(Collectors.joining());
    }

    private static String written(RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        HeadWriter.writeRequest(out, head, new byte[0], new byte[0]);
        return out.toString(ISO_8859_1);
    }
}
