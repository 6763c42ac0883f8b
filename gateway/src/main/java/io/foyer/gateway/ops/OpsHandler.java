package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomId;
import io.foyer.gateway.config.OpsConfig;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the ops listener: probes, metrics, status, and the few changes an operator makes by hand. Runs on the connection's
 * event loop; what takes time runs elsewhere and comes back to it.
 */
public final class OpsHandler implements RequestHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpsHandler.class);
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");
    private static final Pattern ROOM_CHANGE = Pattern.compile("/v1/rooms/([^/]+)/([^/]+)/(pause|resume|call)");
    private static final long CHANGE_SECONDS_MAX = 10;
    private static final byte[] OPEN_API = OpsFiles.text("openapi.yaml").getBytes(StandardCharsets.UTF_8);

    private final OpsGuard guard;
    private final Readiness readiness;
    private final OpsControl control;
    private final Scrapes scrapes;
    private final Clock clock;

    /** Registers the figures and the readiness with {@code meters}; one handler a registry. */
    public OpsHandler(OpsConfig config, Readiness readiness, OpsControl control, Meters meters) {
        this.guard = new OpsGuard(config);
        this.readiness = readiness;
        this.control = control;
        this.scrapes = new Scrapes(meters);
        this.clock = Clock.systemUTC();
        meters.show(control::figures);
        meters.gauge(Metric.READY, () -> readiness.isReady() ? 1 : 0);
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.decided(Decision.OWN);
        RequestHead request = exchange.request();
        String path = request.path();
        Answer refusal = guard.refuse(request, PROBES.contains(path));
        if (refusal != null) {
            exchange.answer(refusal);
            return;
        }
        Matcher roomChange = ROOM_CHANGE.matcher(path);
        boolean isChange = path.equals("/v1/config/reload") || roomChange.matches();
        if (isChange && !request.method().equals("POST")) {
            exchange.answer(OpsAnswers.methodNotAllowed("POST"));
        } else if (!isChange) {
            read(exchange, path);
        } else if (roomChange.matches()) {
            later(exchange, change(exchange, roomChange));
        } else {
            later(exchange, reload());
        }
    }

    private void read(Exchange exchange, String path) {
        if (path.equals("/metrics") && OpsGuard.isReading(exchange.request())) {
            later(
                    exchange,
                    scrapes.scrape(Objects.requireNonNullElse(exchange.request().header("accept"), "")));
            return;
        }
        Answer answer = answer(path);
        boolean isKnown = answer != null || path.equals("/metrics");
        if (!isKnown) {
            exchange.answer(OpsAnswers.problem(404, "Not found", "there is nothing at " + path));
        } else if (answer == null || !OpsGuard.isReading(exchange.request())) {
            exchange.answer(OpsAnswers.methodNotAllowed("GET, HEAD"));
        } else {
            exchange.answer(answer);
        }
    }

    private @Nullable Answer answer(String path) {
        List<String> notReady = readiness.reasons();
        return switch (path) {
            case "/livez" -> OpsAnswers.text("alive");
            case "/readyz" -> OpsAnswers.json(notReady.isEmpty() ? 200 : 503, StatusReport.ready(notReady));
            case "/v1/openapi.yaml" -> OpsAnswers.of(200, "application/yaml", OPEN_API);
            case "/v1/status" -> OpsAnswers.json(200, StatusReport.of(control.figures(), notReady));
            case "/" -> StatusPage.of(control.figures(), notReady, clock.instant());
            default -> null;
        };
    }

    private CompletionStage<Answer> change(Exchange exchange, Matcher asked) {
        Optional<RoomId> room = find(asked.group(1), asked.group(2));
        if (room.isEmpty()) {
            return CompletableFuture.completedFuture(OpsAnswers.problem(
                    404, "No such room", "there is no room " + asked.group(1) + "/" + asked.group(2)));
        }
        LOG.info(
                "room {}: {} asked for by an operator at {}",
                room.get(),
                asked.group(3),
                exchange.clientAddress().getHostAddress());
        return asked.group(3).equals("call")
                ? call(room.get(), exchange.request().query())
                : pause(room.get(), asked.group(3).equals("pause"));
    }

    private CompletionStage<Answer> pause(RoomId room, boolean paused) {
        return control.pause(room, paused)
                .thenApply(done -> OpsAnswers.json(
                        200,
                        OpsAnswers.JSON
                                .createObjectNode()
                                .put("shop", room.shop())
                                .put("room", room.room())
                                .put("paused", paused)));
    }

    private CompletionStage<Answer> call(RoomId room, @Nullable String query) {
        try {
            CallRequest call = CallRequest.of(query);
            return control.callNow(room, call.id(), call.count()).thenApply(reply -> call.answer(room, reply));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    OpsAnswers.problem(400, "Bad request", Objects.requireNonNullElse(e.getMessage(), "")));
        }
    }

    private Optional<RoomId> find(String shop, String room) {
        return control.figures().shops().stream()
                .filter(figures -> figures.name().equals(shop))
                .flatMap(figures -> figures.rooms().stream())
                .filter(figures -> figures.name().equals(room))
                .findFirst()
                .map(found -> new RoomId(shop, room));
    }

    private CompletionStage<Answer> reload() {
        LOG.info("reload of the config asked for by an operator");
        return control.reload().thenApply(reload -> {
            if (!reload.inForce()) {
                return OpsAnswers.problem(
                        422, "The config was not loaded; the old one stays in force", reload.problems());
            }
            ObjectNode report = OpsAnswers.JSON.createObjectNode().put("inForce", true);
            reload.changes().forEach(report.putArray("changes")::add);
            reload.problems().forEach(report.putArray("problems")::add);
            return OpsAnswers.json(200, report);
        });
    }

    /** Answers on the exchange's event loop once the stage completes, or says that it failed or took too long. */
    private static void later(Exchange exchange, CompletionStage<Answer> stage) {
        CompletableFuture<Answer> answer = stage.toCompletableFuture().copy();
        var unused = answer.orTimeout(CHANGE_SECONDS_MAX, TimeUnit.SECONDS)
                .exceptionally(OpsHandler::failure)
                .thenAcceptAsync(exchange::answer, exchange.eventLoop());
    }

    private static Answer failure(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.warn("an operator's request was not done: {}; buyers notice nothing, try it again", cause.toString());
        return OpsAnswers.problem(503, "Not done", "it failed or took too long: " + cause);
    }

    @Override
    public void close() {
        scrapes.close();
    }
}
