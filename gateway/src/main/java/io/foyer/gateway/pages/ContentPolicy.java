package io.foyer.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Content-Security-Policy of one page: nothing may load or run but the very blocks it was written with (CSP Level 3). */
final class ContentPolicy {
    private static final Pattern STYLE = block("style");
    private static final Pattern SCRIPT = block("script");

    private ContentPolicy() {}

    static String of(String page) {
        return "default-src 'none'; style-src " + sources(STYLE, page) + "; script-src " + sources(SCRIPT, page)
                + "; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    /** Whether an inline block holds something that changes by request, so that no hash could match it. */
    static boolean variesInline(String page) {
        return varies(STYLE, page) || varies(SCRIPT, page);
    }

    private static boolean varies(Pattern block, String page) {
        return block.matcher(page)
                .results()
                .anyMatch(match -> match.group(1).chars().anyMatch(c -> Hole.at((char) c) != null));
    }

    private static String sources(Pattern block, String page) {
        Set<String> sources = new LinkedHashSet<>();
        Matcher matcher = block.matcher(page);
        while (matcher.find()) {
            sources.add("'sha256-" + sha256(matcher.group(1)) + "'");
        }
        return sources.isEmpty() ? "'none'" : String.join(" ", sources);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Pattern block(String element) {
        return Pattern.compile(
                "<" + element + "(?:\\s[^>]*)?>(.*?)</" + element + "\\s*>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }
}
