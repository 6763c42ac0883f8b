package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.Requests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a buyer gets for a broken rule: short, with the status, in words, and the rule itself for those who write programs. */
final class EdgeErrorsTest {
    private static final int BYTES_MAX = 600;

    private final EdgeErrors errors = new EdgeErrors(List.of("en"));

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void refusal_ofAHeadThatWasNotRead_isShortTextWithTheRule(Refusal refusal) {
        Answer answer = errors.error(refusal.status(), refusal.reason(), null);

        assertThat(text(answer)).startsWith(refusal.status() + " ").contains("(" + refusal.reason() + ")");
        assertThat(lines(answer)).contains("Content-Type: text/plain", "Cache-Control: no-store");
        assertThat(answer.body()).hasSizeLessThan(BYTES_MAX);
    }

    @ParameterizedTest
    @EnumSource(UpstreamFault.class)
    void fault_toAProgram_isAProblemThatSaysWhich(UpstreamFault fault) {
        RequestHead asked = Requests.head("GET /<evil> HTTP/1.1", "Host: a", "Accept: application/json");

        Answer answer = errors.error(fault.status(), fault.detail(), asked);

        assertThat(lines(answer)).contains("Content-Type: application/problem+json");
        assertThat(text(answer))
                .contains("\"status\":" + fault.status(), "\"reason\":\"" + fault.detail() + "\"")
                .as("nothing of what was sent")
                .doesNotContain("evil");
        assertThat(answer.body()).hasSizeLessThan(BYTES_MAX);
    }

    @Test
    void bodyAndTimeLimits_haveWordsToo() {
        for (int status : new int[] {408, 413, 500, 504}) {
            assertThat(errors.error(status, "why", null).status()).isEqualTo(status);
        }
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String lines(Answer answer) {
        return new String(answer.headerLines(), StandardCharsets.US_ASCII);
    }
}
