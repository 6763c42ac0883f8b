package io.foyer.gateway.pages;

import java.util.List;
import java.util.Set;

/**
 * How the pages of a gateway look and answer.
 *
 * @param status the status code of the waiting page
 * @param languages in order of the operator's liking; the first is for buyers who read none of them
 * @param prefix the reserved path prefix, such as {@code /_foyer/}
 * @param template the waiting page
 */
public record PageSettings(int status, List<String> languages, String prefix, PageTemplate template) {
    private static final Set<Integer> STATUSES = Set.of(200, 202, 429, 503);

    public PageSettings {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200, 202, 429 or 503)");
        }
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: /.../)");
        }
        languages = List.copyOf(languages);
    }
}
