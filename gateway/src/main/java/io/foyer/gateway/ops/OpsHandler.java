package io.foyer.gateway.ops;

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
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
    private static final byte[] OPEN_API = OpsFiles.text("openapi.yaml").getBytes(StandardCharsets.UTF_8);

    private final OpsGuard guard;
    private final Readiness readiness;
    private final OpsControl control;
    private final RoomChanges changes;
    private final RoomConsole console;
    private final Scrapes scrapes;
    private final Clock clock;

    /** Registers the figures and the readiness with {@code meters}; one handler a registry. */
    public OpsHandler(OpsConfig config, Readiness readiness, OpsControl control, Meters meters) {
        this.guard = new OpsGuard(config);
        this.readiness = readiness;
        this.control = control;
        this.changes = new RoomChanges(control);
        this.console = new RoomConsole(changes);
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
        OpsGuard.Part part = partOf(path);
        Outcome refusal = guard.refuse(request, part);
        if (refusal != null) {
            exchange.answer(part == OpsGuard.Part.CONSOLE ? RoomConsole.result(refusal) : refusal.json());
        } else if (path.startsWith(RoomConsole.PATHS)) {
            console.handle(exchange);
        } else {
            handle(exchange, RoomChange.ofApi(path));
        }
    }

    private static OpsGuard.Part partOf(String path) {
        if (PROBES.contains(path)) {
            return OpsGuard.Part.PROBE;
        }
        return path.equals("/") || path.startsWith(RoomConsole.PATHS) ? OpsGuard.Part.CONSOLE : OpsGuard.Part.API;
    }

    private void handle(Exchange exchange, @Nullable RoomChange change) {
        RequestHead request = exchange.request();
        boolean isChange = change != null || request.path().equals("/v1/config/reload");
        if (isChange && !request.method().equals("POST")) {
            exchange.answer(OpsAnswers.methodNotAllowed("POST"));
        } else if (change != null) {
            changes.carryOut(change, exchange)
                    .thenAcceptAsync(outcome -> exchange.answer(outcome.json()), exchange.eventLoop());
        } else if (isChange) {
            later(exchange, reload());
        } else {
            read(exchange, request.path());
        }
    }

    private void read(Exchange exchange, String path) {
        if (path.equals("/metrics") && OpsGuard.isReading(exchange.request())) {
            later(
                    exchange,
                    scrapes.scrape(Objects.requireNonNullElse(exchange.request().header("accept"), "")));
            return;
        }
        Answer answer = answer(exchange.request());
        boolean isKnown = answer != null || path.equals("/metrics");
        if (!isKnown) {
            exchange.answer(OpsAnswers.problem(404, "Not found", "there is nothing at " + path));
        } else if (answer == null || !OpsGuard.isReading(exchange.request())) {
            exchange.answer(OpsAnswers.methodNotAllowed("GET, HEAD"));
        } else {
            exchange.answer(answer);
        }
    }

    private @Nullable Answer answer(RequestHead request) {
        List<String> notReady = readiness.reasons();
        return switch (request.path()) {
            case "/livez" -> OpsAnswers.text("alive");
            case "/readyz" -> OpsAnswers.json(notReady.isEmpty() ? 200 : 503, StatusReport.ready(notReady));
            case "/v1/openapi.yaml" -> OpsAnswers.of(200, "application/yaml", OPEN_API);
            case "/v1/status" -> OpsAnswers.json(200, StatusReport.of(control.figures(), notReady));
            case "/" -> StatusPage.of(control.figures(), notReady, clock.instant(), StatusPage.Kind.of(request));
            default -> null;
        };
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
        Outcome.inTime(stage, Outcome::json).thenAcceptAsync(exchange::answer, exchange.eventLoop());
    }

    @Override
    public void close() {
        scrapes.close();
    }
}
