package io.foyer.gateway.config;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${NAME}} and {@code ${NAME:-default}} from the environment; {@code $${} stands for a plain {@code ${}. */
final class Placeholders {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}|\\$\\{");

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static boolean isIn(String text) {
        return text.contains("${");
    }

    /** @throws IllegalArgumentException when a variable is not set and has no default, or the form is wrong */
    String replace(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(valueOf(match)));
    }

    private String valueOf(MatchResult match) {
        if (match.group().equals("$${")) {
            return "${";
        }
        String name = match.group(1);
        if (name == null) {
            throw new IllegalArgumentException(
                    "'${' is not closed or not followed by a name (expected: ${NAME} or ${NAME:-default})");
        }
        String value = environment.get(name);
        boolean hasDefault = match.group(2) != null;
        if (value != null && !(hasDefault && value.isEmpty())) {
            return value;
        }
        if (!hasDefault) {
            throw new IllegalArgumentException(
                    "environment variable " + name + " is not set (a default is written ${" + name + ":-value})");
        }
        return match.group(3);
    }
}
