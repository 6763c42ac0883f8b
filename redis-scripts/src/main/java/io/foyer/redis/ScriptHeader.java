package io.foyer.redis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the comment at the top of a script says; the binding passes keys and arguments by it.
 *
 * @param keys names of the keys, in order
 * @param arguments names of the arguments, in order
 * @param openEnded more arguments may follow the named ones
 */
record ScriptHeader(
        Map<String, String> sections,
        List<String> keys,
        List<String> arguments,
        boolean openEnded,
        List<String> includes) {

    static final List<String> SECTIONS =
            List.of("Invariant:", "KEYS", "ARGV", "Returns", "Writes", "TTL", "Cost", "include:");

    static ScriptHeader parse(String script, String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        String section = "Purpose";
        for (String line : text.lines().takeWhile(l -> l.startsWith("--")).toList()) {
            String content = line.substring(2).strip();
            String start =
                    SECTIONS.stream().filter(content::startsWith).findFirst().orElse("");
            section = start.isEmpty() ? section : start;
            sections.merge(section, content.substring(start.length()).strip(), (a, b) -> (a + " " + b).strip());
        }
        if (!sections.keySet().containsAll(SECTIONS)) {
            throw new IllegalStateException(script + ".lua: the header lacks one of " + SECTIONS);
        }
        String[] arguments = sections.getOrDefault("ARGV", "").split("\\bthen\\b|\\bfor each\\b", 2);
        return new ScriptHeader(
                Map.copyOf(sections),
                names(sections.getOrDefault("KEYS", "")),
                names(arguments[0]),
                arguments.length > 1,
                names(sections.getOrDefault("include:", "")));
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.replaceAll("\\([^)]*\\)", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
