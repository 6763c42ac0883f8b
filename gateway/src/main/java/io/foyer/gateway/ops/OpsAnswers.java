package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.HeaderLines;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which the ops listener answers; none may be cached or read as another type. */
final class OpsAnswers {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HeaderLines COMMON =
            HeaderLines.NONE.with("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff");

    private OpsAnswers() {}

    static Answer json(int status, JsonNode body) {
        return of(status, "application/json", JSON.writeValueAsBytes(body));
    }

    static Answer text(String text) {
        return of(200, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
    }

    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, COMMON.with("Content-Type", contentType).bytes(), body);
    }

    static Answer html(int status, String html, String contentSecurityPolicy) {
        HeaderLines lines = COMMON.with("Content-Type", "text/html; charset=utf-8")
                .with("Content-Security-Policy", contentSecurityPolicy)
                .with("X-Frame-Options", "DENY")
                // Without a referrer a browser would send "Origin: null" with a form.
                .with("Referrer-Policy", "same-origin");
        return new Answer(status, withChallenge(status, lines).bytes(), html.getBytes(UTF_8));
    }

    /** RFC 9457. */
    static Answer problem(int status, String title, String detail) {
        return problem(status, title, detail, COMMON);
    }

    static Answer problem(int status, String title, List<String> problems) {
        ObjectNode body = problemBody(status, title, String.join("; ", problems));
        ArrayNode list = body.putArray("problems");
        problems.forEach(list::add);
        return problem(status, body, COMMON);
    }

    static Answer methodNotAllowed(String allow) {
        return problem(405, "Method not allowed", "allowed: " + allow, COMMON.with("Allow", allow));
    }

    /** A line each: Chromium reads one scheme a line, and would never ask for the password. */
    private static HeaderLines withChallenge(int status, HeaderLines lines) {
        return status == 401
                ? lines.with("WWW-Authenticate", "Basic realm=\"foyer\"")
                        .with("WWW-Authenticate", "Bearer realm=\"foyer\"")
                : lines;
    }

    private static Answer problem(int status, String title, String detail, HeaderLines lines) {
        return problem(status, problemBody(status, title, detail), lines);
    }

    private static Answer problem(int status, ObjectNode body, HeaderLines lines) {
        byte[] headers = withChallenge(status, lines)
                .with("Content-Type", "application/problem+json")
                .bytes();
        return new Answer(status, headers, JSON.writeValueAsBytes(body));
    }

    private static ObjectNode problemBody(int status, String title, String detail) {
        return JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }
}
