package io.foyer.gateway.config;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Changes one value of a valid config to another valid one. */
final class ConfigMutation {
    private static final Map<String, JsonNode> OTHER = Map.ofEntries(
            Map.entry("status", IntNode.valueOf(429)),
            Map.entry("uri", StringNode.valueOf("redis://localhost:6380")),
            Map.entry("password-file", StringNode.valueOf("signing-keys.json")),
            Map.entry("token-file", StringNode.valueOf("signing-keys.json")),
            Map.entry("keys-file", StringNode.valueOf("./signing-keys.json")),
            Map.entry("template", StringNode.valueOf("signing-keys.json")),
            Map.entry("bind", StringNode.valueOf("127.0.0.1:1")),
            Map.entry("trusted-proxies[0]", StringNode.valueOf("10.0.0.0/8")),
            Map.entry("addresses[0]", StringNode.valueOf("198.51.100.0/24")),
            Map.entry("header-size", StringNode.valueOf("8KiB")),
            Map.entry("min-rate", StringNode.valueOf("1KiB")),
            Map.entry("body-size", StringNode.valueOf("1MiB")),
            Map.entry("prefix", StringNode.valueOf("/other/")),
            Map.entry("methods[0]", StringNode.valueOf("PUT")),
            Map.entry("passes", StringNode.valueOf("own")),
            Map.entry("lobby-opens", StringNode.valueOf("2026-12-01T09:31:00+01:00")),
            Map.entry("starts", StringNode.valueOf("2026-12-01T10:01:00+01:00")),
            Map.entry("ends", StringNode.valueOf("2026-12-01T14:01:00+01:00")),
            Map.entry("order", StringNode.valueOf("draw-lobby")),
            Map.entry("store-down", StringNode.valueOf("open")),
            Map.entry("join", StringNode.valueOf("on-return")),
            Map.entry("protocols[0]", StringNode.valueOf("http/1.1")));

    private ConfigMutation() {}

    static String change(String yaml, String path) {
        JsonNode tree = YAMLMapper.shared().readTree(yaml);
        String parent = Paths.parent(path);
        JsonNode holder = parent.isEmpty()
                ? tree
                : tree.at("/" + parent.replace("[", "/").replace("]", "").replace('.', '/'));
        if (holder instanceof ObjectNode object) {
            String key = path.substring(path.lastIndexOf('.') + 1);
            object.set(key, other(key, object.path(key)));
            if (key.equals("action")) {
                object.remove("created");
            }
        } else if (holder instanceof ArrayNode array) {
            int index = Integer.parseInt(path.substring(path.lastIndexOf('[') + 1, path.length() - 1));
            array.set(index, other(path.substring(path.lastIndexOf('.') + 1), array.path(index)));
        }
        return YAMLMapper.shared().writeValueAsString(tree);
    }

    private static JsonNode other(String key, JsonNode value) {
        JsonNode other = OTHER.get(key);
        if (other != null) {
            return other;
        }
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        if (value.isNumber()) {
            return IntNode.valueOf(value.asInt() + 1);
        }
        return StringNode.valueOf(otherText(value.asString()));
    }

    private static String otherText(String text) {
        if (text.matches("[0-9]+(ms|s|m|h)")) {
            return Integer.parseInt(text.replaceAll("[a-z]", "")) + 1 + text.replaceAll("[0-9]", "");
        }
        return switch (text) {
            case "en" -> "fr";
            case "nl" -> "de";
            case "/**" -> "/x/**";
            case "order", "queue" -> "pass";
            case "pass" -> "queue";
            default ->
                text.startsWith("http") ? text.replace("127.0.0.1", "localhost") : text.replaceFirst("^(/?)", "$1x");
        };
    }
}
