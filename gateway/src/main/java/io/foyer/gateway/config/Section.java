package io.foyer.gateway.config;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A part of the tree, read key by key. A key that is absent or faulty reads as empty, so a rule about it is skipped: the
 * fault itself has been told.
 */
final class Section {
    private final JsonNode node;
    private final String path;
    private final Problems problems;

    Section(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    Section section(String key) {
        return new Section(node.path(key), Paths.key(path, key), problems);
    }

    /** The members of a list that are sections, faulty ones as empty sections. */
    List<Section> items(String key) {
        List<Section> items = new ArrayList<>();
        for (int i = 0; i < node.path(key).size(); i++) {
            items.add(new Section(node.path(key).path(i), Paths.item(Paths.key(path, key), i), problems));
        }
        return items;
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** Whether the file has the key, faulty or not. */
    boolean isGiven(String key) {
        return node.has(key) || problems.isFaulty(Paths.key(path, key));
    }

    String path() {
        return path;
    }

    JsonNode node() {
        return node;
    }

    Optional<String> text(String key) {
        return value(key).filter(JsonNode::isString).map(JsonNode::asString);
    }

    /** This section itself, when it is plain text: a member of a list. */
    Optional<String> text() {
        return node.isString() ? Optional.of(node.asString()) : Optional.empty();
    }

    Optional<Integer> integer(String key) {
        return value(key).filter(JsonNode::isNumber).map(JsonNode::asInt);
    }

    /** Whether the key is there and false. */
    boolean isOff(String key) {
        return node.path(key).isBoolean() && !node.path(key).asBoolean();
    }

    boolean flag(String key) {
        return node.path(key).asBoolean(false);
    }

    Optional<Duration> duration(String key) {
        return text(key).map(Units::duration);
    }

    Optional<Long> sizeBytes(String key) {
        return value(key).map(JsonNode::asString).map(Units::sizeBytes);
    }

    Optional<OffsetDateTime> time(String key) {
        return text(key).map(OffsetDateTime::parse);
    }

    <T> List<T> list(String key, Function<JsonNode, T> read) {
        return node.path(key)
                .valueStream()
                .filter(item -> !item.isNull())
                .map(read)
                .toList();
    }

    List<String> texts(String key) {
        return list(key, JsonNode::asString);
    }

    /** Parses the text of {@code key} with {@code parse}, and tells its complaint when it has one. */
    <T> Optional<T> parsed(String key, Function<String, T> parse) {
        return text(key).flatMap(text -> attempt(key, () -> parse.apply(text)));
    }

    <T> Optional<T> attempt(String key, Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (IllegalArgumentException e) {
            refuse(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void refuse(String key, String message) {
        problems.error(Paths.key(path, key), message);
    }

    void refuse(String message) {
        problems.error(path, message);
    }

    void warn(String key, String message) {
        problems.warning(Paths.key(path, key), message);
    }

    void warn(String message) {
        problems.warning(path, message);
    }

    private Optional<JsonNode> value(String key) {
        boolean told = problems.isFaulty(Paths.key(path, key));
        return told || !node.has(key) ? Optional.empty() : Optional.of(node.path(key));
    }
}
