package io.foyer.gateway.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configured languages, and which of them a buyer reads (RFC 9110 section 12.5.4, lookup by primary subtag). */
final class Languages {
    private final Map<String, Texts> byLanguage = new LinkedHashMap<>();
    private final Texts fallback;

    Languages(List<String> languages) {
        if (languages.isEmpty()) {
            throw new IllegalArgumentException("languages: none (expected: at least one of " + Texts.LANGUAGES + ")");
        }
        languages.forEach(language -> byLanguage.put(language, Texts.load(language)));
        fallback = all().iterator().next();
    }

    Iterable<Texts> all() {
        return byLanguage.values();
    }

    /** The best liked of the configured languages; the first configured when none is liked. */
    Texts pick(@Nullable CharSequence acceptLanguage) {
        Texts best = fallback;
        double bestQuality = 0;
        for (Preference preference : Preference.parse(acceptLanguage)) {
            Texts texts = preference.name().equals("*") ? fallback : byLanguage.get(primarySubtag(preference.name()));
            if (texts != null && preference.quality() > bestQuality) {
                best = texts;
                bestQuality = preference.quality();
            }
        }
        return best;
    }

    private static String primarySubtag(String range) {
        int dash = range.indexOf('-');
        return (dash < 0 ? range : range.substring(0, dash)).toLowerCase(Locale.ROOT);
    }
}
