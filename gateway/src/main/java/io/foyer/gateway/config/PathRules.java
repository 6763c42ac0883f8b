package io.foyer.gateway.config;

import io.foyer.gateway.http.CanonicalPath;
import java.util.Arrays;
import java.util.List;

/** Patterns of canonical paths: a pattern that no request's path can have would silently protect nothing. */
final class PathRules {
    private PathRules() {}

    /** @throws IllegalArgumentException when {@code pattern} is not canonical or has {@code **} elsewhere than at its end */
    static String check(String pattern) {
        List<String> segments = Arrays.asList(pattern.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.isEmpty() && !last || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'" + pattern + "' (expected: no '//', '.' or '..')");
            }
            if (segment.contains("**") && !(last && segment.equals("**"))) {
                throw new IllegalArgumentException("'" + pattern + "' (expected: '**' only at the end, as '/**')");
            }
        }
        requireRequestable(pattern);
        return pattern;
    }

    private static void requireRequestable(String pattern) {
        try {
            String unused = CanonicalPath.matchedFormOf(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + pattern + "' (expected: what the path of a request may hold)", e);
        }
    }
}
