package io.foyer.gateway.pages;

import org.jspecify.annotations.Nullable;

/** How a client wants to read an answer of Foyer's own. */
public enum Representation {
    /** A browser: it names {@code text/html}. */
    HTML,
    /** Any other program: {@code application/problem+json}. */
    PROBLEM,
    /** Neither will do: plain text, which everyone can read. */
    TEXT;

    /** By the Accept header (RFC 9110 section 12.5.1); without one, or with wildcards only, a program asks. */
    public static Representation of(@Nullable CharSequence accept) {
        if (accept == null) {
            return PROBLEM;
        }
        double html = 0;
        double problem = 0;
        for (Preference preference : Preference.parse(accept)) {
            switch (preference.name()) {
                case "text/html", "application/xhtml+xml" -> html = Math.max(html, preference.quality());
                case "application/problem+json", "application/json", "application/*", "*/*" ->
                    problem = Math.max(problem, preference.quality());
                default -> {}
            }
        }
        if (html > 0) {
            return HTML;
        }
        return problem > 0 ? PROBLEM : TEXT;
    }
}
