package io.foyer.gateway.draw;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A draw as it is published: the commitment when the lobby opens, and at the start the key, the lobby's size and who was drawn
 * first. docs/draw.md has the format.
 *
 * @param sale {@code shop/room}
 * @param revealed empty until the start
 */
public record PublishedDraw(String sale, String commitment, Optional<Revealed> revealed) {
    private static final int FIRST = 10;
    private static final int TEXT_MAX = 1 << 16;

    /** A name that is there twice would mean one thing to this reader and another to the next. */
    private static final ObjectReader STRICT =
            JsonMapper.shared().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    /**
     * @param key in hex
     * @param first lobby numbers at the first places, in order
     */
    public record Revealed(String key, long size, List<Long> first) {
        public Revealed {
            first = List.copyOf(first);
        }
    }

    public static PublishedDraw committed(String sale, DrawKey key) {
        return new PublishedDraw(sale, key.commitment(), Optional.empty());
    }

    public static PublishedDraw revealed(String sale, DrawKey key, long size) {
        Draw draw = new Draw(key, sale, size);
        return new PublishedDraw(sale, key.commitment(), Optional.of(new Revealed(key.reveal(), size, firstOf(draw))));
    }

    private static List<Long> firstOf(Draw draw) {
        return LongStream.rangeClosed(1, Math.min(FIRST, draw.size()))
                .mapToObj(draw::number)
                .toList();
    }

    public String json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("format", Draw.FORMAT).put("sale", sale).put("commitment", commitment);
        revealed.ifPresent(told -> {
            json.put("key", told.key()).put("size", told.size());
            ArrayNode first = json.putArray("first");
            told.first().forEach(first::add);
        });
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    /** @throws IllegalArgumentException when {@code text} is no published draw */
    public static PublishedDraw parse(String text) {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("longer than " + TEXT_MAX + " characters");
        }
        JsonNode json;
        try {
            json = STRICT.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        String format = text(json, "format");
        if (!format.equals(Draw.FORMAT)) {
            throw new IllegalArgumentException("format " + format + " (expected: " + Draw.FORMAT + ")");
        }
        return new PublishedDraw(text(json, "sale"), text(json, "commitment"), revealed(json));
    }

    private static Optional<Revealed> revealed(JsonNode json) {
        if (!json.hasNonNull("key")) {
            return Optional.empty();
        }
        if (!json.hasNonNull("size")) {
            throw new IllegalArgumentException("a key without the lobby's size");
        }
        List<Long> first = new ArrayList<>();
        json.path("first").forEach(number -> first.add(whole(number, "first")));
        return Optional.of(new Revealed(text(json, "key"), whole(json.path("size"), "size"), first));
    }

    private static long whole(JsonNode value, String name) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("\"" + name + "\": " + value + " (expected: a whole number)");
        }
        return value.longValue();
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString()) {
            throw new IllegalArgumentException("no \"" + name + "\"");
        }
        return value.stringValue();
    }

    /** What is wrong with a revealed draw; empty when nothing is. */
    public List<String> faults() {
        return revealed.map(this::faults).orElse(List.of());
    }

    private List<String> faults(Revealed told) {
        List<String> faults = new ArrayList<>();
        try {
            DrawKey key = DrawKey.of(told.key());
            if (!key.commitment().equals(commitment)) {
                faults.add("the key is not the one that was committed to: its SHA-256 is " + key.commitment());
            }
            if (!firstOf(new Draw(key, sale, told.size())).equals(told.first())) {
                faults.add("the first places do not follow from the key and the lobby's size");
            }
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults;
    }
}
