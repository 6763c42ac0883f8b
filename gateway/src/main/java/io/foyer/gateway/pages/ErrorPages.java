package io.foyer.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to requests that fail here, all of them rendered when this is made: an error must cost next to nothing. */
public final class ErrorPages {
    private final Languages languages;
    private final Map<String, Map<Fault, Map<Representation, PageAnswer>>> answers = new HashMap<>();

    /** @throws IllegalArgumentException when a language is not one of those that have texts */
    public ErrorPages(List<String> languages) {
        this.languages = new Languages(languages);
        PageTemplate template = PageTemplate.resource("error.mustache");
        String style = Resources.style("/pages/base.css");
        for (Texts texts : this.languages.all()) {
            Map<Fault, Map<Representation, PageAnswer>> byFault = new EnumMap<>(Fault.class);
            for (Fault fault : Fault.values()) {
                Map<Representation, PageAnswer> each = new EnumMap<>(Representation.class);
                each.put(Representation.HTML, html(fault, texts, template, style));
                each.put(Representation.PROBLEM, problem(fault, texts, null));
                each.put(Representation.TEXT, text(fault, texts, null));
                byFault.put(fault, each);
            }
            answers.put(texts.language(), byFault);
        }
    }

    /** The same arrays each time. A 405 still needs its {@code Allow}: {@link PageAnswer#withHeader}. */
    public PageAnswer answer(Fault fault, Representation representation, @Nullable CharSequence acceptLanguage) {
        String language = languages.pick(acceptLanguage).language();
        PageAnswer answer = answers.getOrDefault(language, Map.of())
                .getOrDefault(fault, Map.of())
                .get(representation);
        if (answer == null) {
            throw new IllegalStateException("no answer for " + language + ", " + fault + ", " + representation);
        }
        return answer;
    }

    /** The same with the exact rule that was broken, in English, for those who read problems and text: developers. */
    public PageAnswer answer(
            Fault fault, Representation representation, @Nullable CharSequence acceptLanguage, String reason) {
        return switch (representation) {
            case HTML -> answer(fault, representation, acceptLanguage);
            case PROBLEM -> problem(fault, languages.pick(acceptLanguage), reason);
            case TEXT -> text(fault, languages.pick(acceptLanguage), reason);
        };
    }

    private static PageAnswer html(Fault fault, Texts texts, PageTemplate template, String style) {
        String page = template.render(Map.of(
                "lang", texts.language(),
                "status", fault.status(),
                "title", texts.get(fault.titleKey()),
                "text", texts.get(fault.textKey()),
                "style", style));
        Map<String, String> headers = headers(fault, texts, "text/html; charset=utf-8");
        headers.put("Content-Security-Policy", ContentPolicy.of(page));
        headers.put("Referrer-Policy", "same-origin");
        headers.put("X-Frame-Options", "DENY");
        return new PageAnswer(fault.status(), Headers.of(headers), page.getBytes(StandardCharsets.UTF_8));
    }

    private static PageAnswer problem(Fault fault, Texts texts, @Nullable String reason) {
        JsonBytes body = new JsonBytes()
                .raw("{\"type\":")
                .string(fault.type())
                .raw(",\"title\":")
                .string(texts.get(fault.titleKey()))
                .raw(",\"status\":")
                .number(fault.status())
                .raw(",\"detail\":")
                .string(texts.get(fault.textKey()));
        if (reason != null) {
            body.raw(",\"reason\":").string(reason);
        }
        byte[] headers = Headers.of(headers(fault, texts, "application/problem+json"));
        return new PageAnswer(fault.status(), headers, body.raw("}").toArray());
    }

    private static PageAnswer text(Fault fault, Texts texts, @Nullable String reason) {
        String text = "%d %s\n%s\n%s"
                .formatted(
                        fault.status(),
                        texts.get(fault.titleKey()),
                        texts.get(fault.textKey()),
                        reason == null ? "" : "(" + reason + ")\n");
        byte[] headers = Headers.of(headers(fault, texts, "text/plain; charset=utf-8"));
        return new PageAnswer(fault.status(), headers, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(Fault fault, Texts texts, String contentType) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Content-Language", texts.language());
        Integer retryAfterSeconds = fault.retryAfterSeconds();
        if (retryAfterSeconds != null) {
            headers.put("Retry-After", Integer.toString(retryAfterSeconds));
        }
        return headers;
    }
}
