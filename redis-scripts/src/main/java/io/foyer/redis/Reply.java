package io.foyer.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A script's reply, read in order: a status word, then integers and bytes. Anything unexpected fails loudly. */
final class Reply {
    private final String script;
    private final String word;
    private final Iterator<?> values;

    Reply(String script, List<?> values) {
        this.script = script;
        this.values = values.iterator();
        this.word = text();
    }

    String word() {
        return word;
    }

    long number() {
        return next(Long.class);
    }

    byte[] bytes() {
        return next(byte[].class);
    }

    String text() {
        return new String(bytes(), StandardCharsets.US_ASCII);
    }

    int[] numbers() {
        return next(List.class).stream()
                .mapToInt(value -> Math.toIntExact((Long) value))
                .toArray();
    }

    long[] longs() {
        return next(List.class).stream().mapToLong(value -> (Long) value).toArray();
    }

    Set<String> texts() {
        Set<String> texts = new HashSet<>();
        for (Object value : next(List.class)) {
            texts.add(new String((byte[]) value, StandardCharsets.US_ASCII));
        }
        return texts;
    }

    void expectOk() {
        if (!word.equals("ok")) {
            throw unknown();
        }
    }

    IllegalStateException unknown() {
        return new IllegalStateException(script + ": unknown reply '" + word + "'");
    }

    private <T> T next(Class<T> type) {
        if (!values.hasNext()) {
            throw new IllegalStateException(script + ": the reply is too short");
        }
        Object value = values.next();
        if (!type.isInstance(value)) {
            throw new IllegalStateException(script + ": expected " + type.getSimpleName() + " in the reply");
        }
        return type.cast(value);
    }
}
