package io.foyer.gateway.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A section of settings as plain values, whose every complaint names the path of the value. */
record Section(String path, Map<?, ?> values) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    void allow(Set<String> keys) {
        for (Object key : values.keySet()) {
            if (!keys.contains(String.valueOf(key))) {
                throw fail(String.valueOf(key), "unknown key (expected: " + String.join(", ", keys) + ")");
            }
        }
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    String text(String key, String fallback) {
        return read(key, fallback, value -> value instanceof String text && !text.isBlank() ? text : null, "text");
    }

    int count(String key, int fallback) {
        return read(key, fallback, value -> value instanceof Integer number ? number : null, "a whole number");
    }

    boolean flag(String key, boolean fallback) {
        return read(key, fallback, value -> value instanceof Boolean flag ? flag : null, "true or false");
    }

    Duration duration(String key, Duration fallback) {
        return read(
                key,
                fallback,
                value -> value instanceof String text ? duration(text) : null,
                "such as 500ms, 2s or 1m");
    }

    Section section(String key) {
        return new Section(child(key), read(key, Map.of(), v -> v instanceof Map<?, ?> map ? map : null, "a section"));
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(key)) {
            if (!(item instanceof String text)) {
                throw fail(key + "[" + texts.size() + "]", "'" + item + "' (expected: text)");
            }
            texts.add(text);
        }
        return texts;
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Object item : list(key)) {
            String name = key + "[" + sections.size() + "]";
            if (!(item instanceof Map<?, ?> map)) {
                throw fail(name, "'" + item + "' (expected: a section)");
            }
            sections.add(new Section(child(name), map));
        }
        return sections;
    }

    /** Runs {@code maker} and puts this section's path before what it complains of. */
    <T> T checked(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(child(String.valueOf(e.getMessage())), e);
        }
    }

    IllegalArgumentException fail(String key, String message) {
        return new IllegalArgumentException(child(key) + ": " + message);
    }

    private List<?> list(String key) {
        return read(key, List.of(), value -> value instanceof List<?> list ? list : null, "a list");
    }

    private <T> T read(String key, T fallback, Function<Object, @Nullable T> reader, String expected) {
        Object value = values.get(key);
        if (value == null) {
            return fallback;
        }
        T read = reader.apply(value);
        if (read == null) {
            throw fail(key, "'" + value + "' (expected: " + expected + ")");
        }
        return read;
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
