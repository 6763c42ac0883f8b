package io.foyer.gateway.ops;

import static io.foyer.gateway.ops.RecordedExchange.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.foyer.admission.line.CallNowReply;
import io.foyer.gateway.config.BindAddress;
import io.foyer.gateway.config.OpsConfig;
import io.foyer.gateway.exchange.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the description of the ops listener says is what it does. */
final class OpenApiTest {
    private static final String ROOM = "/v1/rooms/{shop}/{room}/";

    private final Meters meters = new Meters();
    private final FakeControl control = new FakeControl();
    private final OpsHandler handler = new OpsHandler(
            new OpsConfig(new BindAddress("127.0.0.1", 9090), Optional.empty()), new Readiness(), control, meters);
    private final JsonNode api = new YAMLMapper()
            .readTree(RecordedExchange.answerOf(handler, "GET /v1/openapi.yaml", "localhost")
                    .body());

    @AfterEach
    void close() {
        handler.close();
        meters.close();
    }

    @Test
    void paths_areAllThatIsThere() {
        assertThat(api.get("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/openapi.yaml",
                        "/v1/status",
                        ROOM + "pause",
                        ROOM + "resume",
                        ROOM + "call",
                        "/v1/config/reload");
    }

    @ParameterizedTest
    @CsvSource({
        "get,/v1/status",
        "post,/v1/rooms/{shop}/{room}/pause",
        "post,/v1/rooms/{shop}/{room}/resume",
        "post,/v1/rooms/{shop}/{room}/call",
        "post,/v1/config/reload"
    })
    void answer_whenAllIsWell_isAsDescribed(String method, String path) {
        assertDescribed(method, path, "arena", 200);
    }

    @Test
    void answer_whenNot_isAsDescribed() {
        assertDescribed("post", ROOM + "pause", "nowhere", 404);
        control.callOutcome = CallNowReply.Outcome.OVER;
        assertDescribed("post", ROOM + "call", "arena", 409);
        control.problems = List.of("foyer.yaml:3:1: a", "foyer.yaml:9:2: b");
        assertDescribed("post", "/v1/config/reload", "arena", 422);
        control.storeUp = false;
        assertDescribed("post", ROOM + "resume", "arena", 503);
    }

    private void assertDescribed(String method, String path, String shop, int status) {
        String target = path.replace("{shop}", shop).replace("{room}", "main");
        String query = path.endsWith("/call") ? "?count=5&id=r-1&by=anna" : "";
        Answer answer =
                RecordedExchange.answerOf(handler, method.toUpperCase(Locale.ROOT) + " " + target + query, "localhost");
        JsonNode operation = api.get("paths").get(path).get(method);
        JsonNode response = resolved(operation.get("responses").get(Integer.toString(status)));
        String type = header(answer, "Content-Type");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(response.get("content").propertyNames()).isEqualTo(Set.of(type));
        assertThat(schema(response.get("content").get(type).get("schema"))
                        .validate(OpsAnswers.JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8))))
                .isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? api.at(node.get("$ref").asString().substring(1)) : node;
    }

    /** A schema with the description's own ones at hand. */
    private Schema schema(JsonNode part) {
        var root = OpsAnswers.JSON.createObjectNode();
        root.set("components", api.get("components"));
        root.put("$ref", part.get("$ref").asString());
        return SchemaRegistry.withDefaultDialect(Dialects.getDraft202012()).getSchema(root);
    }
}
