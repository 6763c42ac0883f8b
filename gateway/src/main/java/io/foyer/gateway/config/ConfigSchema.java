package io.foyer.gateway.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of the file, which is also where defaults, ranges of quantities ({@code x-min}, {@code x-max}), secrets
 * ({@code x-secret}) and keys that need a restart ({@code x-restart}) are stated.
 */
final class ConfigSchema {
    private static final List<String> MARKS =
            List.of("x-expected", "x-unit", "x-min", "x-max", "x-secret", "x-restart");
    static final ConfigSchema INSTANCE = new ConfigSchema(resource("/foyer.schema.json"));

    private final String text;
    private final JsonNode root;
    private final Schema validator;

    private ConfigSchema(String text) {
        this.text = text;
        this.root = JsonMapper.shared().readTree(text);
        this.validator = SchemaRegistry.withDefaultDialect(dialect()).getSchema(root);
    }

    private static Dialect dialect() {
        return Dialect.builder(Dialects.getDraft7())
                .keywords(MARKS.stream().map(NonValidationKeyword::new).toList())
                .build();
    }

    static String resource(String name) {
        try (InputStream in = ConfigSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    JsonNode root() {
        return root;
    }

    List<Error> validate(JsonNode tree) {
        return validator.validate(tree);
    }

    /** The part of the schema in which {@code error}'s keyword stands. */
    JsonNode around(Error error) {
        String pointer = error.getSchemaLocation().getFragment().toString();
        return root.at(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    /** {@code schema} with references, single {@code allOf} and the choice of an upstream's type followed. */
    JsonNode resolve(JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return resolve(root.at(schema.path("$ref").asString().substring(1)), value);
        }
        if (schema.has("if")) {
            String chosen = schema.at("/if/properties/type/const").asString();
            boolean holds = value.path("type").asString(chosen).equals(chosen);
            return resolve(schema.path(holds ? "then" : "else"), value);
        }
        return schema.has("allOf") ? resolve(schema.at("/allOf/0"), value) : schema;
    }

    /** Puts the defaults in where {@code value} is silent. */
    void fillDefaults(JsonNode value) {
        fillDefaults(root, value);
    }

    private void fillDefaults(JsonNode schema, JsonNode value) {
        JsonNode resolved = resolve(schema, value);
        if (value instanceof ObjectNode object) {
            resolved.path("properties").forEachEntry((key, property) -> {
                if (!object.has(key) && property.has("default")) {
                    object.set(key, property.path("default").deepCopy());
                }
                if (object.has(key)) {
                    fillDefaults(property, object.path(key));
                }
            });
        } else if (value.isArray()) {
            value.values().forEach(item -> fillDefaults(resolved.path("items"), item));
        }
    }

    /** Whether a key, or a section around it, is marked so; for keys that no list is above. */
    boolean needsRestart(String path) {
        JsonNode property = root;
        boolean needed = false;
        for (String key : path.split("\\.")) {
            property = property.path("properties").path(key);
            needed = property.path("x-restart").asBoolean(needed);
        }
        return needed;
    }

    /** A key of the file and what the schema says about it. */
    interface Visitor {
        /** @param property where description, default and marks stand; the type may stand behind a reference */
        void visit(String path, JsonNode value, JsonNode property);
    }

    void visit(JsonNode tree, Visitor visitor) {
        visit("", tree, root, visitor);
    }

    private void visit(String path, JsonNode value, JsonNode property, Visitor visitor) {
        visitor.visit(path, value, property);
        JsonNode resolved = resolve(property, value);
        if (value.isObject()) {
            resolved.path("properties").forEachEntry((key, child) -> {
                if (value.has(key)) {
                    visit(Paths.key(path, key), value.path(key), child, visitor);
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                visit(Paths.item(path, i), value.path(i), resolved.path("items"), visitor);
            }
        }
    }
}
