package io.foyer.gateway.config;

import io.foyer.gateway.config.Problems.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * YAML 1.2 to a JSON tree, with the position of every key and value noted in {@link Problems}. A value with placeholders is
 * text, whatever came in for them: what it should be is for the schema to say.
 * Depth and number of nodes are bounded, so aliases and nesting cannot exhaust memory or stack.
 */
final class YamlTree {
    private static final int DEPTH_MAX = 32;
    private static final int NODES_MAX = 200_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Problems problems;
    private final Placeholders placeholders;
    private int nodes;

    YamlTree(Problems problems, Placeholders placeholders) {
        this.problems = problems;
        this.placeholders = placeholders;
    }

    /** Empty when the text is no YAML; the reason is among the problems. */
    Optional<JsonNode> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            requireShallow(settings, text);
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.error("", "the file is empty");
            }
            return root.map(node -> convert(node, "", 0));
        } catch (MarkedYamlEngineException e) {
            Position position = e.getProblemMark().map(YamlTree::positionOf).orElse(Position.START);
            problems.errorAt(
                    position, "", "not YAML: " + oneLine(e.getContext(), e.getProblem()) + hint(text, position));
        } catch (YamlEngineException e) {
            problems.error("", "not YAML: " + oneLine(null, e.getMessage()));
        }
        return Optional.empty();
    }

    /** The parser keeps its own stack, composing does not: so look before composing. */
    private static void requireShallow(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > DEPTH_MAX) {
                throw new TooMuch("nested more than " + DEPTH_MAX + " deep", event.getStartMark());
            }
        }
    }

    private JsonNode convert(Node node, String path, int depth) {
        nodes++;
        if (depth > DEPTH_MAX || nodes > NODES_MAX) {
            throw new TooMuch("an alias makes the file too large", node.getStartMark());
        }
        node.getStartMark().ifPresent(mark -> problems.locateValue(path, positionOf(mark)));
        if (node instanceof MappingNode mapping) {
            return convertMapping(mapping, path, depth);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            List<Node> items = sequence.getValue();
            for (int i = 0; i < items.size(); i++) {
                array.add(convert(items.get(i), Paths.item(path, i), depth + 1));
            }
            return array;
        }
        return node instanceof ScalarNode scalar ? convertScalar(scalar, path) : NODES.nullNode();
    }

    private ObjectNode convertMapping(MappingNode mapping, String path, int depth) {
        ObjectNode object = NODES.objectNode();
        Map<String, Position> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Position position =
                    tuple.getKeyNode().getStartMark().map(YamlTree::positionOf).orElse(Position.START);
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                problems.errorAt(position, path, "a key must be plain text");
                continue;
            }
            String key = scalar.getValue();
            String keyPath = Paths.key(path, key);
            Position first = seen.putIfAbsent(key, position);
            if (first != null) {
                problems.duplicate(position, keyPath, "the key is there twice (first on line " + first.line() + ")");
                continue;
            }
            problems.locateKey(keyPath, position);
            object.set(key, convert(tuple.getValueNode(), keyPath, depth + 1));
        }
        return object;
    }

    private JsonNode convertScalar(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        if (!Placeholders.isIn(text)) {
            return typed(text, scalar.getTag());
        }
        try {
            problems.markReplaced(path);
            return NODES.stringNode(placeholders.replace(text));
        } catch (IllegalArgumentException e) {
            problems.error(path, String.valueOf(e.getMessage()));
            return NODES.nullNode();
        }
    }

    private static JsonNode typed(String text, Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return text.length() > 18 ? NODES.stringNode(text) : number(Long.decode(decimal(text)));
            }
            return tag.equals(Tag.FLOAT) ? NODES.numberNode(Double.parseDouble(text)) : NODES.stringNode(text);
        } catch (NumberFormatException e) {
            return NODES.stringNode(text);
        }
    }

    static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    /** YAML reads {@code 010} as ten, {@link Long#decode} as eight. */
    private static String decimal(String text) {
        return text.matches("[-+]?0+[0-9].*") ? text.replaceFirst("0+(?=[0-9])", "") : text;
    }

    private static Position positionOf(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** YAML takes the brace of a bare placeholder within braces for its own. */
    private static String hint(String text, Position position) {
        boolean placeholder = text.lines()
                .skip(position.line() - 1L)
                .findFirst()
                .filter(Placeholders::isIn)
                .isPresent();
        return placeholder ? " (expected: quotes around a value with ${...})" : "";
    }

    private static String oneLine(@Nullable String context, @Nullable String problem) {
        String text = context == null || context.isBlank() ? String.valueOf(problem) : context + ", " + problem;
        return text.replaceAll("\\s+", " ").trim();
    }

    /** Deeper or larger than any config. */
    private static final class TooMuch extends MarkedYamlEngineException {
        private static final long serialVersionUID = 1;

        TooMuch(String what, Optional<Mark> mark) {
            super(null, Optional.empty(), what, mark);
        }
    }
}
