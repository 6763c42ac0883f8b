package io.foyer.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Arguments for one call of a script, given by name in the order of its header; a slip fails at once. */
final class Arguments {
    private final Script script;
    private final List<byte[]> values = new ArrayList<>();

    Arguments(Script script) {
        this.script = script;
    }

    Arguments with(String name, String value) {
        return with(name, value.getBytes(StandardCharsets.UTF_8));
    }

    Arguments with(String name, byte[] value) {
        List<String> names = script.header().arguments();
        int index = values.size();
        if (index >= names.size() || !names.get(index).equals(name)) {
            throw new IllegalStateException(script.name() + ": argument " + (index + 1) + " is not " + name);
        }
        values.add(value);
        return this;
    }

    Arguments with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** An argument after the named ones. */
    Arguments more(String value) {
        if (values.size() < script.header().arguments().size()
                || !script.header().openEnded()) {
            throw new IllegalStateException(script.name() + ": no more arguments expected here");
        }
        values.add(value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Arguments more(long value) {
        return more(Long.toString(value));
    }

    byte[][] toArray() {
        if (values.size() < script.header().arguments().size()) {
            throw new IllegalStateException(script.name() + ": too few arguments: " + values.size());
        }
        return values.toArray(new byte[0][]);
    }
}
