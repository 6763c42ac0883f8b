package io.foyer.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ErrorPagesTest {
    private static final ErrorPages PAGES = new ErrorPages(List.of("en", "nl", "fr", "de"));

    @ParameterizedTest
    @EnumSource
    void answer_toABrowser_isASmallPageInTheSameLook(Fault fault) throws Exception {
        for (String language : Texts.LANGUAGES) {
            PageAnswer answer = PAGES.answer(fault, Representation.HTML, language);
            String html = new String(answer.body(), StandardCharsets.UTF_8);
            Texts texts = Texts.load(language);

            assertThat(answer.status()).isEqualTo(fault.status());
            assertThat(html)
                    .contains("<html lang=\"" + language + "\">", "<h1>" + texts.get(fault.titleKey()) + "</h1>")
                    .contains(texts.get(fault.textKey()))
                    .doesNotContain("{{");
            assertThat(answer.body()).hasSizeLessThan(4_000);
            assertThat(RoomPageTest.header(answer, "Content-Security-Policy"))
                    .contains(
                            "'sha256-" + RoomPageTest.sha256(RoomPageTest.inline(html, "style")) + "'",
                            "script-src 'none'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void answer_toAProgram_isAProblem(Fault fault) {
        PageAnswer answer = PAGES.answer(fault, Representation.PROBLEM, null);
        JsonNode problem = JsonMapper.shared().readTree(answer.body());

        assertThat(RoomPageTest.header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(problem.get("status").intValue()).isEqualTo(fault.status());
        assertThat(problem.get("type").stringValue()).startsWith("urn:foyer:problem:");
        assertThat(problem.get("title").stringValue())
                .isEqualTo(Texts.load("en").get(fault.titleKey()));
        assertThat(problem.get("detail").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void answer_otherwise_isPlainText(Fault fault) {
        PageAnswer answer = PAGES.answer(fault, Representation.TEXT, "de");

        assertThat(RoomPageTest.header(answer, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith(fault.status() + " ");
    }

    @Test
    void answer_upstreamFaults_areToldApart() {
        Set<String> bodies = new HashSet<>();
        List<Fault> faults = List.of(
                Fault.BAD_UPSTREAM, Fault.SHOP_UNAVAILABLE, Fault.UPSTREAM_TIMEOUT, Fault.ORDERS_FULL, Fault.TOO_BUSY);
        for (Fault fault : faults) {
            bodies.add(new String(PAGES.answer(fault, Representation.TEXT, "en").body(), StandardCharsets.UTF_8));
        }
        assertThat(bodies).hasSameSizeAs(faults);
    }

    @Test
    void answer_mayHaveActed_doesNotInviteARetry() {
        String lines = new String(
                PAGES.answer(Fault.UPSTREAM_TIMEOUT, Representation.HTML, "en").headerLines(),
                StandardCharsets.US_ASCII);

        assertThat(lines).as("the shop may have created the order").doesNotContain("Retry-After");
        assertThat(RoomPageTest.header(PAGES.answer(Fault.ORDERS_FULL, Representation.PROBLEM, null), "Retry-After"))
                .isEqualTo("5");
    }

    @Test
    void answer_withAReason_tellsProgramsWhichRuleWasBroken() {
        String reason = "more than one \"Host\"";
        PageAnswer problem = PAGES.answer(Fault.BAD_REQUEST, Representation.PROBLEM, "fr", reason);
        PageAnswer text = PAGES.answer(Fault.BAD_REQUEST, Representation.TEXT, "fr", reason);

        assertThat(JsonMapper.shared().readTree(problem.body()).get("reason").stringValue())
                .isEqualTo(reason);
        assertThat(new String(text.body(), StandardCharsets.UTF_8)).endsWith("(" + reason + ")\n");
    }

    @Test
    void ofStatus_everyStatusOfAFault_isOneOfItsFaults() {
        for (Fault fault : Fault.values()) {
            assertThat(Fault.ofStatus(fault.status()).status()).isEqualTo(fault.status());
        }
        assertThatThrownBy(() -> Fault.ofStatus(418)).hasMessageStartingWith("status: 418");
    }

    @Test
    void withHeader_moreThanOneLine_isRefused() {
        PageAnswer answer = PAGES.answer(Fault.METHOD_NOT_ALLOWED, Representation.TEXT, null);

        assertThat(RoomPageTest.header(answer.withHeader("Allow", "POST"), "Allow"))
                .isEqualTo("POST");
        assertThatThrownBy(() -> answer.withHeader("Allow", "POST\r\nSet-Cookie: x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {
                "absent                                        | PROBLEM",
                "*/*                                           | PROBLEM",
                "application/json                              | PROBLEM",
                "text/html,application/xhtml+xml,*/*;q=0.8     | HTML",
                "TEXT/HTML                                     | HTML",
                "application/json, text/html;q=0               | PROBLEM",
                "text/html;q=0                                 | TEXT",
                "image/avif,image/webp                         | TEXT",
                "text/plain                                    | TEXT",
            })
    void representation_accept_isNegotiated(String accept, Representation expected) {
        assertThat(Representation.of(accept)).isEqualTo(expected);
    }
}
