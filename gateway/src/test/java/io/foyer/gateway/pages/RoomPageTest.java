package io.foyer.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.wait.WaitRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoomPageTest {
    private static final List<String> LANGUAGES = List.of("en", "nl", "fr", "de");
    private static final PageContext CONTEXT = new PageContext("Arena", "Summer final", 60, "/events");
    private static final int BYTES_MAX = 14 * 1024;
    private static final int SALE_BYTES_MAX = 18 * 1024;

    private static final RoomPage PAGE = page("/_foyer/", PageTemplate.builtIn());

    static Stream<Arguments> viewsAndLanguages() {
        return Stream.of(View.values())
                .flatMap(view -> LANGUAGES.stream().map(language -> Arguments.of(view, language)));
    }

    @ParameterizedTest
    @MethodSource("viewsAndLanguages")
    void render_anyViewAndLanguage_isWholeAndSmall(View view, String language) {
        PageAnswer answer = PAGE.render(Statuses.of(view), CONTEXT, language);
        String html = html(answer);
        Texts texts = Texts.load(language);

        assertThat(html)
                .startsWith("<!doctype html>\n<html lang=\"" + language + "\">")
                .endsWith("</html>\n")
                .contains("data-view=\"" + view.key() + "\"")
                .contains("<h1 id=\"heading\">" + texts.get(view.key() + "Heading") + "</h1>")
                .contains(texts.get(view.key() + "Lead"))
                .doesNotContain("{{", "null</");
        assertThat(html.chars().noneMatch(c -> c >= 0xFDD0 && c <= 0xFDEF))
                .as("no hole left open")
                .isTrue();
        assertThat(answer.body()).hasSizeLessThan(view.isOfSale() ? SALE_BYTES_MAX : BYTES_MAX);
    }

    @Test
    void render_waiting_showsPlaceWaitMessageAndWhy() {
        String html = html(PAGE.render(Statuses.waiting(), CONTEXT, "en"));

        assertThat(html)
                .contains("<title>1,318 ahead · Arena</title>")
                .contains(">1,318</strong>", ">12,417</dd>", ">11,099</dd>", ">4–7 min</dd>")
                .contains(">Tickets are going fast.</p>", "60 orders a minute")
                .contains("datetime=\"2026-11-23T19:04:05.678Z\">19:04:05 UTC</time>")
                .contains("<form method=\"post\" action=\"/_foyer/leave?room=main\">")
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    }

    @Test
    void render_beforeTheLobbyAndInIt_countsDown() {
        String soon = html(PAGE.render(Statuses.of(View.SOON), CONTEXT, "en"));
        String lobby = html(PAGE.render(Statuses.of(View.LOBBY), CONTEXT, "en"));

        assertThat(soon)
                .contains(">02:00</strong>", ">until the lobby opens<")
                .contains("datetime=\"2026-11-23T19:06:05.678Z\">2026-11-23 19:06 UTC<");
        assertThat(lobby)
                .contains(">05:00</strong>", ">until the sale starts<", ">12,417</dd>", ">4,321</dd>")
                .contains("drawn at random")
                .contains("/draw\">Sealed: anyone can check it afterwards</a>");
    }

    @Test
    void render_fifoLobby_promisesNoDraw() {
        assertThat(html(PAGE.render(Statuses.of(View.EARLY), CONTEXT, "en"))).doesNotContain("drawn at random");
    }

    @Test
    void render_noWaitKnown_saysSo() {
        assertThat(html(PAGE.render(Statuses.message("x"), CONTEXT, "en"))).contains(">We can’t tell yet</dd>");
    }

    @Test
    void render_laterErasLowNumber_isNotTakenForAPassedTurn() {
        RoomStatus lowNumber = Statuses.of(RoomState.WAITING, 50L, 1_318L, null);

        assertThat(html(PAGE.render(lowNumber, CONTEXT, "en"))).contains("data-view=\"waiting\"");
    }

    @Test
    void render_paused_promisesNoWait() {
        RoomStatus paused = Statuses.of(RoomState.PAUSED, 12_417L, 1_318L, new WaitRange(240, 330, 420));

        assertThat(html(PAGE.render(paused, CONTEXT, "en"))).contains(">We can’t tell yet</dd>");
    }

    @Test
    void render_nothingToSay_hidesTheElement() {
        String html = html(PAGE.render(Statuses.message(" "), new PageContext("Arena", null, null, "/"), "en"));

        assertThat(html)
                .contains("<p class=\"sale\" hidden></p>")
                .contains("<p class=\"message\" id=\"message\" hidden></p>")
                .contains("<li hidden></li>");
    }

    @Test
    void render_withoutAPlace_doesNotReloadAndTakeOne() {
        PageAnswer answer = PAGE.render(Statuses.of(View.NONE), CONTEXT, "en");

        assertThat(html(answer)).doesNotContain("http-equiv").contains("<a href=\"/events\">");
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='x",
                "</title><b>",
                "&lt;b&gt;",
                "{{#x}}"
            })
    void render_hostileText_staysText(String text) {
        PageContext context = new PageContext(text, text, 60, "/" + text);
        String html = html(PAGE.render(Statuses.message(text), context, "en"));
        String harmless = html(PAGE.render(Statuses.message("x"), new PageContext("x", "x", 60, "/x"), "en"));

        assertThat(html).contains(Html.escape(text));
        assertThat(tags(html)).as("no element and no attribute more").hasSameSizeAs(tags(harmless));
        assertThat(html.chars().filter(c -> c == '"').count())
                .isEqualTo(harmless.chars().filter(c -> c == '"').count());
    }

    @Test
    void render_ticket_isNeverInThePage() {
        assertThat(html(PAGE.render(Statuses.waiting(), CONTEXT, "en"))).doesNotContain("head.body.sig");
    }

    @ParameterizedTest
    @MethodSource("viewsAndLanguages")
    void render_policy_allowsTheInlineBlocksAndNothingElse(View view, String language) throws Exception {
        PageAnswer answer = PAGE.render(Statuses.of(view), CONTEXT, language);
        String html = html(answer);
        String policy = header(answer, "Content-Security-Policy");

        assertThat(policy)
                .contains("default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                .contains("style-src 'sha256-" + sha256(inline(html, "style")) + "';")
                .contains("script-src 'sha256-" + sha256(inline(html, "script")) + "';")
                .doesNotContain("unsafe");
        assertThat(html)
                .as("nothing of another origin, nothing the policy would block")
                .doesNotContain("style=\"", "onclick", "src=", "//fonts");
    }

    @Test
    void render_headers_keepThePageOneBuyersAlone() {
        PageAnswer answer = PAGE.render(Statuses.waiting(), CONTEXT, "fr");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(answer, "Content-Language")).isEqualTo("fr");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "Vary")).contains("Cookie");
        assertThat(header(answer, "Retry-After")).isEqualTo("5");
        assertThat(header(answer, "X-Robots-Tag")).isEqualTo("noindex");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(new String(answer.headerLines(), StandardCharsets.US_ASCII))
                .endsWith("\r\n")
                .doesNotContain("\r\n\r\n");
    }

    @Test
    void render_otherPrefix_isUsedForPollAndLeave() {
        String html = html(page("/_line/", PageTemplate.builtIn()).render(Statuses.waiting(), CONTEXT, "en"));

        assertThat(html)
                .contains("action=\"/_line/leave?room=", "data-prefix=\"/_line/\"")
                .doesNotContain("/_foyer/");
    }

    @Test
    void template_unescapedVariable_isEscapedAllTheSame() {
        RoomPage page = page("/_foyer/", PageTemplate.compile("own.mustache", "<p>{{{message}}}</p>"));

        assertThat(html(page.render(Statuses.message("<b>"), CONTEXT, "en"))).isEqualTo("<p>&lt;b&gt;</p>");
    }

    @Test
    void template_views_canBeToldApart() {
        RoomPage page = page(
                "/_foyer/",
                PageTemplate.compile("own.mustache", "{{#isPaused}}stop{{/isPaused}}{{^isPaused}}go{{/isPaused}}"));

        assertThat(html(page.render(Statuses.of(View.PAUSED), CONTEXT, "en"))).isEqualTo("stop");
        assertThat(html(page.render(Statuses.waiting(), CONTEXT, "en"))).isEqualTo("go");
    }

    @Test
    void template_notMustache_namesFileAndLine() {
        assertThatThrownBy(() -> PageTemplate.compile("own.mustache", "<p>\n{{#isPaused}}\n</p>"))
                .isInstanceOf(PageTemplateException.class)
                .hasMessageContaining("own.mustache")
                .hasMessageContaining("isPaused")
                .hasMessageContaining("line");
    }

    @Test
    void template_unknownVariable_namesFileAndLine() {
        assertThatThrownBy(() -> page("/_foyer/", PageTemplate.compile("own.mustache", "<p>\n{{plaec}}</p>")))
                .isInstanceOf(PageTemplateException.class)
                .hasMessageContaining("own.mustache")
                .hasMessageContaining("plaec")
                .hasMessageContaining("line 2");
    }

    @Test
    void template_buyersFiguresInAScript_areRefused() {
        PageTemplate template = PageTemplate.compile("own.mustache", "<script>let n = {{number}};</script>");

        assertThatThrownBy(() -> page("/_foyer/", template))
                .isInstanceOf(PageTemplateException.class)
                .hasMessageContaining("own.mustache");
    }

    @Test
    void template_include_isRefused() {
        assertThatThrownBy(() -> page("/_foyer/", PageTemplate.compile("own.mustache", "{{>/etc/passwd}}")))
                .isInstanceOf(PageTemplateException.class);
    }

    @Test
    void context_homeOnAnotherHost_isRefused() {
        for (String home : List.of("//evil.example", "https://evil.example", "/\\evil.example", "")) {
            assertThatThrownBy(() -> new PageContext("Arena", null, null, home)).hasMessageContaining("home");
        }
    }

    @Test
    void settings_otherStatus_isRefused() {
        assertThatThrownBy(() -> new PageSettings(404, LANGUAGES, "/_foyer/", PageTemplate.builtIn()))
                .hasMessage("status: 404 (expected: 200, 202, 429 or 503)");
    }

    private static RoomPage page(String prefix, PageTemplate template) {
        return new RoomPage(new PageSettings(503, LANGUAGES, prefix, template));
    }

    private static String html(PageAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String header(PageAnswer answer, String name) {
        return new String(answer.headerLines(), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    static String inline(String html, String element) {
        int start = html.indexOf("<" + element + ">") + element.length() + 2;
        return html.substring(start, html.indexOf("</" + element + ">"));
    }

    static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }

    private static List<String> tags(String html) {
        List<String> tags = new ArrayList<>();
        String withoutBlocks = html.replaceAll("(?s)<(style|script)>.*?</\\1>", "");
        Pattern.compile("<[a-zA-Z/!]").matcher(withoutBlocks).results().forEach(match -> tags.add(match.group()));
        return tags;
    }
}
