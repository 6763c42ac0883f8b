package io.foyer.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What differs between the config in force and a new one, key by key; members of lists are matched by their name. */
final class ConfigDiff {
    private final ConfigSchema schema = ConfigSchema.INSTANCE;
    private final List<Change> changes = new ArrayList<>();

    private ConfigDiff() {}

    /**
     * @param name the key, with the names of list members: {@code shops[arena].message}
     * @param path the key as {@link Problem#path} has it, in the new file
     * @param what the old and the new value, secrets masked
     */
    record Change(String name, String path, String what, boolean needsRestart) {
        @Override
        public String toString() {
            return name + ": " + what;
        }
    }

    static List<Change> between(AcceptedConfig old, AcceptedConfig next) {
        ConfigDiff diff = new ConfigDiff();
        diff.compare(new Spot("", "", diff.schema.root(), false), old.effective(), next.effective());
        diff.compareFiles(old, next);
        return diff.changes;
    }

    private record Spot(String name, String path, JsonNode property, boolean restart) {
        Spot key(String key, JsonNode child) {
            return new Spot(Paths.key(name, key), Paths.key(path, key), child, needsRestart(child));
        }

        Spot member(String label, int index, JsonNode child) {
            return new Spot(
                    name + "[" + label + "]", index < 0 ? path : Paths.item(path, index), child, needsRestart(child));
        }

        /** As the key is marked, else as what is around it. */
        private boolean needsRestart(JsonNode property) {
            return property.path("x-restart").asBoolean(restart);
        }
    }

    private void compare(Spot spot, JsonNode old, JsonNode next) {
        if (old.equals(next)) {
            return;
        }
        JsonNode resolved = schema.resolve(spot.property(), next.isMissingNode() ? old : next);
        if (old.isObject() && next.isObject()) {
            Set<String> keys = new LinkedHashSet<>(next.propertyNames());
            keys.addAll(old.propertyNames());
            keys.forEach(key ->
                    compare(spot.key(key, resolved.path("properties").path(key)), old.path(key), next.path(key)));
        } else if (isNamed(old) && isNamed(next)) {
            compareMembers(spot, resolved, byName(old), byName(next));
        } else {
            add(spot, old, next);
        }
    }

    private void compareMembers(Spot spot, JsonNode resolved, Map<String, JsonNode> old, Map<String, JsonNode> next) {
        List<String> order = List.copyOf(next.keySet());
        next.forEach((name, member) -> {
            JsonNode before = old.getOrDefault(name, MissingNode.getInstance());
            Spot at = spot.member(name, order.indexOf(name), resolved.path("items"));
            compare(at, before, member);
        });
        old.forEach((name, member) -> {
            if (!next.containsKey(name)) {
                compare(spot.member(name, -1, resolved.path("items")), member, MissingNode.getInstance());
            }
        });
        List<String> kept = order.stream().filter(old::containsKey).toList();
        if (!kept.equals(old.keySet().stream().filter(next::containsKey).toList())) {
            changes.add(new Change(spot.name(), spot.path(), "in another order", false));
        }
    }

    private void add(Spot spot, JsonNode old, JsonNode next) {
        boolean secret = spot.property().path("x-secret").asBoolean(false);
        changes.add(new Change(spot.name(), spot.path(), describe(old, next, secret), spot.restart()));
    }

    private static String describe(JsonNode old, JsonNode next, boolean secret) {
        if (old.isMissingNode() || next.isMissingNode()) {
            return next.isMissingNode() ? "removed" : "added";
        }
        return secret ? "changed" : show(old) + " -> " + show(next);
    }

    private static String show(JsonNode value) {
        String text = value.isString() ? value.asString() : value.toString();
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    private void compareFiles(AcceptedConfig old, AcceptedConfig next) {
        next.attached().forEach((key, content) -> {
            String before = old.attached().get(key);
            boolean other = changes.stream().anyMatch(change -> change.path().equals(key));
            if (before != null && !before.equals(content) && !other) {
                changes.add(new Change(key, key, "the file holds something else", schema.needsRestart(key)));
            }
        });
    }

    private static boolean isNamed(JsonNode array) {
        return array.isArray()
                && array.valueStream().allMatch(member -> member.path("name").isString());
    }

    private static Map<String, JsonNode> byName(JsonNode array) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        array.values().forEach(member -> members.put(member.path("name").asString(), member));
        return members;
    }
}
