package io.foyer.gateway.config;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds a tree against the schema and words what does not fit. Faulty values are taken out of the tree. */
final class Structure {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ConfigSchema schema;
    private final Problems problems;

    Structure(ConfigSchema schema, Problems problems) {
        this.schema = schema;
        this.problems = problems;
    }

    void check(JsonNode tree) {
        schema.visit(tree, this::typeReplaced);
        for (Error error : schema.validate(tree)) {
            String path = pathOf(error.getInstanceLocation());
            if (!problems.isFaulty(path)) {
                report(error, path);
            }
        }
        schema.visit(tree, this::checkQuantity);
        prune(tree, "");
    }

    /** What came from the environment is text; where the schema wants a number or a truth, it is read as one. */
    private void typeReplaced(String path, JsonNode value, JsonNode property) {
        JsonNode rule = schema.resolve(property, value);
        if (value instanceof ObjectNode object) {
            for (String key : List.copyOf(object.propertyNames())) {
                if (problems.isReplaced(Paths.key(path, key))) {
                    object.set(
                            key, typed(object.path(key), rule.path("properties").path(key)));
                }
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (problems.isReplaced(Paths.item(path, i))) {
                    array.set(i, typed(array.path(i), rule.path("items")));
                }
            }
        }
    }

    private JsonNode typed(JsonNode value, JsonNode property) {
        String text = value.asString("");
        return switch (schema.resolve(property, value).path("type").asString("")) {
            case "integer" -> text.matches("-?[0-9]{1,18}") ? YamlTree.number(Long.parseLong(text)) : value;
            case "boolean" -> text.matches("true|false") ? NODES.booleanNode(Boolean.parseBoolean(text)) : value;
            default -> value;
        };
    }

    private void report(Error error, String path) {
        JsonNode rule = schema.around(error);
        String property = String.valueOf(error.getProperty());
        switch (error.getKeyword()) {
            case "additionalProperties" ->
                problems.errorAtKey(
                        Paths.key(path, property),
                        "unknown key" + Suggestion.among(rule.path("properties").propertyNames(), property));
            case "required" -> problems.error(Paths.key(path, property), "missing");
            case "if", "then", "else", "allOf" -> {}
            default -> problems.error(path, describe(error.getKeyword(), rule, error.getInstanceNode()));
        }
    }

    private static String describe(String keyword, JsonNode rule, JsonNode value) {
        String shown = rule.path("x-secret").asBoolean(false) ? "***" : show(value);
        return switch (keyword) {
            case "type" -> "expected " + expected(rule) + ", found " + kind(value, shown);
            case "const" -> shown + " (expected: " + rule.path("const").asString() + ")";
            case "enum" ->
                shown + " (expected: " + choices(rule) + ")" + Suggestion.among(words(rule), value.asString(""));
            case "minimum", "maximum" -> shown + " (expected: " + range(rule) + ")";
            case "minItems" -> "empty (expected: at least one)";
            case "maxLength" ->
                value.asString("").length() + " characters (expected: at most "
                        + rule.path("maxLength").asInt() + ")";
            default -> shown + " (expected: " + rule.path("x-expected").asString("another value") + ")";
        };
    }

    private static String range(JsonNode rule) {
        return rule.path("minimum").asString() + " to " + rule.path("maximum").asString();
    }

    private static List<String> words(JsonNode rule) {
        return rule.path("enum").valueStream().map(JsonNode::asString).toList();
    }

    private static String choices(JsonNode rule) {
        return words(rule).stream().collect(Collectors.joining(", ", "one of ", ""));
    }

    private static String expected(JsonNode rule) {
        if (rule.has("x-expected")) {
            return rule.path("x-expected").asString();
        }
        return switch (rule.path("type").asString("")) {
            case "object" -> "a section of keys";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "text";
        };
    }

    private static String kind(JsonNode value, String shown) {
        return switch (value.getNodeType()) {
            case OBJECT -> "a section of keys";
            case ARRAY -> "a list";
            case NUMBER -> "the number " + shown;
            case BOOLEAN -> shown;
            case STRING -> "the text " + shown;
            default -> "nothing";
        };
    }

    private static String show(JsonNode value) {
        if (!value.isString()) {
            return value.toString();
        }
        String text = value.asString();
        return "'" + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + "'";
    }

    private void checkQuantity(String path, JsonNode value, JsonNode property) {
        if (problems.isFaulty(path)) {
            return;
        }
        switch (schema.resolve(property, value).path("x-unit").asString("")) {
            case "duration" -> {
                Duration duration = Units.duration(value.asString());
                if (duration.compareTo(Units.duration(property.path("x-min").asString())) < 0
                        || duration.compareTo(
                                        Units.duration(property.path("x-max").asString()))
                                > 0) {
                    problems.error(path, outOfRange(value, property));
                }
            }
            case "size" -> {
                long bytes = Units.sizeBytes(value.asString());
                if (bytes < Units.sizeBytes(property.path("x-min").asString())
                        || bytes > Units.sizeBytes(property.path("x-max").asString())) {
                    problems.error(path, outOfRange(value, property));
                }
            }
            case "time" -> checkTime(path, value.asString());
            default -> {}
        }
    }

    private static String outOfRange(JsonNode value, JsonNode property) {
        return String.format(
                Locale.ROOT,
                "%s (expected: %s to %s)",
                value.asString(),
                property.path("x-min").asString(),
                property.path("x-max").asString());
    }

    private void checkTime(String path, String text) {
        try {
            OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            problems.error(path, "'" + text + "' (expected: a time that exists)");
        }
    }

    /** So that what depends on a faulty value is not judged, and items keep their index. */
    private void prune(JsonNode value, String path) {
        if (value instanceof ObjectNode object) {
            List<String> faulty = object.propertyNames().stream()
                    .filter(key -> problems.isFaulty(Paths.key(path, key)))
                    .toList();
            object.remove(faulty);
            object.forEachEntry((key, child) -> prune(child, Paths.key(path, key)));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (problems.isFaulty(Paths.item(path, i))) {
                    array.setNull(i);
                }
                prune(array.path(i), Paths.item(path, i));
            }
        }
    }

    private static String pathOf(NodePath location) {
        String path = "";
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            path = element instanceof Integer index
                    ? Paths.item(path, index)
                    : Paths.key(path, String.valueOf(element));
        }
        return path;
    }
}
