package io.foyer.gateway.config;

import java.util.Arrays;
import java.util.List;

/** Patterns of canonical paths: a pattern that no canonical path can match would silently protect nothing. */
final class PathRules {
    private PathRules() {}

    /** @throws IllegalArgumentException when {@code pattern} can match no canonical path or uses {@code **} within */
    static String check(String pattern) {
        List<String> segments = Arrays.asList(pattern.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.isEmpty() && !last || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "'" + pattern + "' matches nothing (expected: no '//', '.' or '..')");
            }
            if (segment.contains("**") && !(last && segment.equals("**"))) {
                throw new IllegalArgumentException("'" + pattern + "' (expected: '**' only at the end, as '/**')");
            }
        }
        return pattern;
    }
}
