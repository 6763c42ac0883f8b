package io.foyer.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param status of the waiting page: 200, 202, 429 or 503
 * @param languages the first is the default
 * @param template the text of the operator's own template
 */
public record PageConfig(
        int status, List<String> languages, Duration pollMin, Duration pollMax, Optional<String> template) {
    public PageConfig {
        languages = List.copyOf(languages);
    }
}
