package io.foyer.gateway.ops;

import static io.foyer.gateway.ops.RecordedExchange.body;
import static io.foyer.gateway.ops.RecordedExchange.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.CallNowReply;
import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.OpsConfig;
import io.foyer.gateway.config.Secret;
import io.foyer.gateway.exchange.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OpsHandlerTest {
    private static final OpsConfig LOOPBACK = new OpsConfig(new BindAddress("127.0.0.1", 9090), Optional.empty());
    private static final OpsConfig OUTSIDE =
            new OpsConfig(new BindAddress("0.0.0.0", 9090), Optional.of(new Secret("s3cret-token")));

    private final Meters meters = new Meters();
    private final Readiness readiness = new Readiness();
    private final FakeControl control = new FakeControl();
    private OpsHandler handler = new OpsHandler(LOOPBACK, readiness, control, meters);

    @AfterEach
    void close() {
        handler.close();
        meters.close();
    }

    @Test
    void livez_nothingReadyAndStoreAway_isAlive() {
        control.storeUp = false;

        assertThat(get("/livez").status()).isEqualTo(200);
    }

    @Test
    void readyz_atStart_is503WithReasons() {
        Answer answer = get("/readyz");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(json(answer).get("ready").asBoolean()).isFalse();
        assertThat(json(answer).get("reasons").valueStream().map(JsonNode::asString))
                .containsExactly(
                        "config not loaded", "listeners not bound", "rooms not open: the store has not answered yet");
    }

    @Test
    void readyz_allThere_is200AndStaysSoWithTheStoreAway() {
        makeReady();
        control.storeUp = false;

        assertThat(get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void readyz_draining_is503() {
        makeReady();
        readiness.draining();

        assertThat(get("/readyz").status()).isEqualTo(503);
        assertThat(body(get("/readyz"))).contains("draining");
    }

    @Test
    void status_figures_areInTheReport() {
        JsonNode status = json(get("/v1/status"));

        assertThat(status.get("node").asString()).isEqualTo("gw-1");
        assertThat(status.at("/config/hash").asString()).isEqualTo("5d41402a");
        assertThat(status.at("/store/up").asBoolean()).isTrue();
        assertThat(status.at("/shops/0/ordersHeldHere").asInt()).isEqualTo(3);
        assertThat(status.at("/shops/0/ordersLastMinute").asInt()).isEqualTo(57);
        assertThat(status.at("/shops/0/activeBuyers").asInt()).isEqualTo(12);
        assertThat(status.at("/shops/0/upstream/state").asString()).isEqualTo("degraded");
        assertThat(status.at("/shops/0/upstream/servers/1/healthy").asBoolean()).isTrue();
        assertThat(status.at("/shops/0/rooms/1/waiting").asInt()).isEqualTo(42);
        assertThat(status.at("/shops/0/rooms/1/servingPosition").asInt()).isEqualTo(120);
        assertThat(status.at("/shops/0/rooms/0/name").asString()).isEqualTo("final");
        assertThat(status.at("/shops/0/rooms/0").has("waiting"))
                .as("not known is not zero")
                .isFalse();
    }

    @Test
    void page_figures_areShownWithoutForeignAssets() {
        control.problems = List.of("foyer.yaml:3:1: shops: <none>");
        Answer answer = get("/");

        assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(answer, "Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .contains("'sha256-");
        assertThat(body(answer))
                .contains("arena", "<b>57</b> of 60", "4,500", "degraded", "no word yet", "http-equiv=\"refresh\"")
                .as("what comes from a file is escaped")
                .contains("shops: &lt;none&gt;")
                .doesNotContain("<none>", "src=", "<link", "<script", "http://");
    }

    @Test
    void metrics_plainAccept_areText() {
        Answer answer = get("/metrics");

        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(body(answer)).contains("foyer_room_waiting_buyers{room=\"main\",shop=\"arena\"} 42");
    }

    @Test
    void metrics_openMetricsAccepted_areOpenMetrics() {
        Answer answer = get("/metrics", "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5\r\n");

        assertThat(header(answer, "Content-Type")).startsWith("application/openmetrics-text");
        assertThat(body(answer)).endsWith("# EOF\n");
    }

    @ParameterizedTest
    @CsvSource({"pause,true", "resume,false"})
    void pauseOrResume_knownRoom_isPassedOn(String verb, boolean paused) {
        Answer answer = post("/v1/rooms/arena/main/" + verb);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).get("paused").asBoolean()).isEqualTo(paused);
        assertThat(control.asked).containsExactly(verb + " arena/main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rooms/arena/none/pause", "/v1/rooms/other/main/pause", "/v1/rooms/arena/main/stop"})
    void pause_unknownRoomOrVerb_is404(String path) {
        Answer answer = post(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void pause_storeAway_is503WithTheReason() {
        control.storeUp = false;
        Answer answer = post("/v1/rooms/arena/main/pause");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(json(answer).get("detail").asString()).contains("no answer within 250ms");
    }

    @Test
    void call_knownRoom_saysHowManyWereCalled() {
        Answer answer = post("/v1/rooms/arena/main/call?count=50&id=r-1&by=anna@arena");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).get("asked").asInt()).isEqualTo(50);
        assertThat(json(answer).get("called").asInt()).isEqualTo(49);
        assertThat(json(answer).get("repeated").asBoolean()).isFalse();
        assertThat(json(answer).get("servingPosition").asInt()).isEqualTo(120);
        assertThat(control.asked).containsExactly("call 50 arena/main r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?count=0", "?count=1001", "?count=1e3", "?count=5&by=a%20b", "?count=5&id="})
    void call_badRequest_is400AndCallsNobody(String query) {
        assertThat(post("/v1/rooms/arena/main/call" + query).status()).isEqualTo(400);
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NOT_OPEN,not open", "EARLY,not started", "OVER,has ended", "ELSEWHERE,ask again"})
    void call_nobodyMayBeCalled_is409WithTheReason(CallNowReply.Outcome outcome, String reason) {
        control.callOutcome = outcome;
        Answer answer = post("/v1/rooms/arena/main/call?count=5");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer).get("detail").asString()).contains(reason);
    }

    @Test
    void reload_goodFile_is200WithWhatChanged() {
        Answer answer = post("/v1/config/reload");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).at("/changes/0").asString()).startsWith("shops[0].budget.orders-per-minute");
        assertThat(control.asked).containsExactly("reload");
    }

    @Test
    void reload_faultyFile_is422WithAllProblems() {
        control.problems = List.of("foyer.yaml:3:1: a", "foyer.yaml:9:2: b");
        Answer answer = post("/v1/config/reload");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("problems").valueStream().map(JsonNode::asString))
                .containsExactly("foyer.yaml:3:1: a", "foyer.yaml:9:2: b");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /metrics,'GET, HEAD'",
        "DELETE /,'GET, HEAD'",
        "GET /v1/config/reload,POST",
        "GET /v1/rooms/a/b/pause,POST"
    })
    void handle_wrongMethod_is405WithAllow(String requestLine, String allow) {
        Answer answer = RecordedExchange.answerOf(handler, requestLine, "localhost");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo(allow);
        assertThat(control.asked).isEmpty();
    }

    @Test
    void handle_unknownPath_is404Problem() {
        Answer answer = get("/v1/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(json(answer).get("status").asInt()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9090", "127.0.0.1:9090", "127.1.2.3", "[::1]:9090"})
    void handle_loopbackHost_isAnswered(String host) {
        assertThat(RecordedExchange.answerOf(handler, "GET /v1/status", host).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example", "127.0.0.1.rebound.example", "10.0.0.1", "[::2]"})
    void handle_otherHostOnLoopback_is421(String host) {
        assertThat(RecordedExchange.answerOf(handler, "GET /v1/status", host).status())
                .isEqualTo(421);
        assertThat(RecordedExchange.answerOf(handler, "POST /v1/config/reload", host)
                        .status())
                .isEqualTo(421);
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
                "Origin: http://evil.example\r\n",
                "Origin: null\r\n"
            })
    void handle_changeFromAnotherSite_is403(String line) {
        assertThat(post("/v1/config/reload", line).status()).isEqualTo(403);
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: same-origin\r\n", "Origin: http://localhost\r\n"})
    void handle_changeFromOwnPage_isDone(String line) {
        assertThat(post("/v1/config/reload", line).status()).isEqualTo(200);
    }

    @Test
    void handle_tokenConfigured_isRequiredButForProbes() {
        serve(OUTSIDE);
        makeReady();

        Answer refused = RecordedExchange.answerOf(handler, "GET /metrics", "gw.example");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(new String(refused.headerLines(), StandardCharsets.ISO_8859_1))
                .as("a line each, or browsers do not ask for the token")
                .contains("\r\nWWW-Authenticate: Basic", "\r\nWWW-Authenticate: Bearer");
        assertThat(RecordedExchange.answerOf(handler, "GET /livez", "gw.example")
                        .status())
                .isEqualTo(200);
        assertThat(RecordedExchange.answerOf(handler, "GET /readyz", "gw.example")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void handle_rightToken_isAcceptedAsBearerAndAsBasicPassword() {
        serve(OUTSIDE);

        assertThat(authorized("Bearer s3cret-token")).isEqualTo(200);
        assertThat(authorized("bearer s3cret-token")).isEqualTo(200);
        assertThat(authorized("Basic " + base64("ops:s3cret-token"))).isEqualTo(200);
    }

    @Test
    void handle_wrongToken_is401() {
        serve(OUTSIDE);

        assertThat(authorized("Bearer s3cret-toke")).isEqualTo(401);
        assertThat(authorized("Bearer s3cret-token2")).isEqualTo(401);
        assertThat(authorized("Bearer")).isEqualTo(401);
        assertThat(authorized("Basic %%%")).isEqualTo(401);
        assertThat(authorized("Basic " + base64("s3cret-token:"))).isEqualTo(401);
        assertThat(authorized("Digest s3cret-token")).isEqualTo(401);
    }

    private void serve(OpsConfig config) {
        handler.close();
        handler = new OpsHandler(config, readiness, control, new Meters());
    }

    private int authorized(String authorization) {
        return RecordedExchange.answerOf(
                        handler, "GET /v1/status", "gw.example", "Authorization: " + authorization + "\r\n")
                .status();
    }

    private void makeReady() {
        readiness.configLoaded();
        readiness.listenersBound();
        readiness.roomsOpen();
    }

    private Answer get(String path, String... lines) {
        return RecordedExchange.answerOf(handler, "GET " + path, "localhost", lines);
    }

    private Answer post(String path, String... lines) {
        return RecordedExchange.answerOf(handler, "POST " + path, "localhost", lines);
    }

    private static JsonNode json(Answer answer) {
        return OpsAnswers.JSON.readTree(answer.body());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
