package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;

/** A script, or one of its includes, with one rule broken on purpose. */
record ScriptMutation(String what, String script, String from, String to) {
    String edit(String name, String text) {
        if (!name.equals(script)) {
            return text;
        }
        assertThat(text).as(what + ": the text to break").contains(from);
        return text.replace(from, to);
    }
}
