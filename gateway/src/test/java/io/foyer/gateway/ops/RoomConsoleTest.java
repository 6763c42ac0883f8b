package io.foyer.gateway.ops;

import static io.foyer.gateway.ops.RecordedExchange.body;
import static io.foyer.gateway.ops.RecordedExchange.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.CallNowReply;
import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.OpsConfig;
import io.foyer.gateway.config.Secret;
import io.foyer.gateway.exchange.Answer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's pages of a room, as a browser walks through them. */
class RoomConsoleTest {
    private static final String OWN = "Sec-Fetch-Site: same-origin\r\n";
    private static final Pattern FORM = Pattern.compile("method=\"post\" action=\"([^\"]+)\"");

    private final Meters meters = new Meters();
    private final FakeControl control = new FakeControl();
    private OpsHandler handler = handler(Optional.empty());

    @AfterEach
    void close() {
        handler.close();
        meters.close();
    }

    private OpsHandler handler(Optional<Secret> token) {
        return new OpsHandler(
                new OpsConfig(new BindAddress("127.0.0.1", 9090), token), new Readiness(), control, meters);
    }

    @Test
    void overview_leadsToEachRoom_andStandsStillWhenAsked() {
        assertThat(body(get("/"))).contains("href=\"/rooms/arena/main\"", "http-equiv=\"refresh\"", "href=\"/?still\"");
        assertThat(body(get("/?still"))).doesNotContain("http-equiv");
    }

    @ParameterizedTest
    @CsvSource({"false,pause,Paused", "true,resume,Resumed"})
    void change_askedAndConfirmed_isDoneAndSaid(boolean isPaused, String verb, String said) {
        control.paused = isPaused;
        assertThat(body(get("/rooms/arena/main"))).contains("action=\"/rooms/arena/main/" + verb + "\"");

        Answer asked = get("/rooms/arena/main/" + verb);
        assertThat(control.asked).as("asking does nothing").isEmpty();
        Answer result = post(form(asked), OWN);

        assertThat(result.status()).isEqualTo(200);
        assertThat(body(result)).contains(said, "role=\"status\"", "href=\"/rooms/arena/main\"");
        assertThat(control.asked).containsExactly(verb + " arena/main");
    }

    @Test
    void call_confirmedTwice_isOneRequest() {
        String form = form(get("/rooms/arena/main/call?count=50"));

        assertThat(body(post(form, OWN))).contains("49 of 50 called from the line of arena/main");
        post(form, OWN);
        assertThat(control.asked).hasSize(2).containsOnly(control.asked.get(0));
        assertThat(control.asked.get(0)).startsWith("call 50 arena/main ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?count=", "?count=0", "?count=1001", "?count=x"})
    void call_badNumber_isExplained(String query) {
        Answer answer = get("/rooms/arena/main/call" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(body(answer)).contains("role=\"alert\"", "expected: a number from 1 to 1000");
    }

    @Test
    void call_nobodyMayBeCalled_saysWhy() {
        control.callOutcome = CallNowReply.Outcome.EARLY;
        Answer answer = post("/rooms/arena/main/call?count=5", OWN);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(body(answer)).contains("Nobody was called", "The sale has not started", "role=\"alert\"");
    }

    @Test
    void change_storeAway_saysThatItWasNotDone() {
        control.storeUp = false;
        Answer answer = post("/rooms/arena/main/pause", OWN);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(body(answer)).contains("Not done", "no answer within 250ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\nOrigin: http://localhost\r\n",
                "Origin: null\r\n",
                "Origin: http://evil.example\r\n"
            })
    void change_notFromTheConsole_isRefused(String lines) {
        Answer answer = post("/rooms/arena/main/pause", lines);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(control.asked).isEmpty();
    }

    @Test
    void change_olderBrowser_isKnownByItsOrigin() {
        assertThat(post("/rooms/arena/main/pause", "Origin: http://localhost\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(header(get("/rooms/arena/main/pause"), "Referrer-Policy"))
                .as("with no-referrer the form's origin would be null")
                .isEqualTo("same-origin");
    }

    @Test
    void anyPage_withoutTheToken_asksForItInWords() {
        handler.close();
        handler = handler(Optional.of(new Secret("s3cret-token")));
        for (Answer answer : new Answer[] {get("/"), get("/rooms/arena/main"), post("/rooms/arena/main/pause", OWN)}) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(header(answer, "WWW-Authenticate")).contains("Basic");
            assertThat(body(answer)).contains("enter it as the password").doesNotContain("arena");
        }
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/rooms/", "/rooms/arena", "/rooms/arena/none", "/rooms/arena/none/pause", "/rooms/a/b/stop"})
    void path_ofNoRoom_is404(String path) {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void everyPage_loadsNothingAndRunsNothing() {
        for (String path : new String[] {"/", "/rooms/arena/main", "/rooms/arena/main/call?count=1", "/rooms/none"}) {
            Answer answer = get(path);
            assertThat(body(answer)).doesNotContain("src=", "<link", "<script", "http://", "onclick");
            assertThat(header(answer, "Content-Security-Policy"))
                    .startsWith("default-src 'none'")
                    .contains("form-action 'self'", "frame-ancestors 'none'");
        }
    }

    private static String form(Answer page) {
        Matcher form = FORM.matcher(body(page));
        assertThat(form.find()).isTrue();
        return form.group(1).replace("&amp;", "&").replace("&#x3D;", "=");
    }

    private Answer get(String path) {
        return RecordedExchange.answerOf(handler, "GET " + path, "localhost");
    }

    private Answer post(String path, String lines) {
        return RecordedExchange.answerOf(handler, "POST " + path, "localhost", lines);
    }
}
