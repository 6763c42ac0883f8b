package io.foyer.gateway.config;

/** Says whether the text of a page template can be used. */
@FunctionalInterface
public interface TemplateCheck {
    /** @throws IllegalArgumentException with the reason when it cannot */
    void check(String template);
}
