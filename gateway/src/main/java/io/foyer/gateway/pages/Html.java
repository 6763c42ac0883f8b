package io.foyer.gateway.pages;

import org.jspecify.annotations.Nullable;

/** HTML escaping that is safe in text and in quoted attributes. */
final class Html {
    private Html() {}

    static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (entity(text.charAt(i)) != null) {
                return escapeFrom(text, i);
            }
        }
        return text;
    }

    private static String escapeFrom(String text, int first) {
        StringBuilder out = new StringBuilder(text.length() + 64).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            String entity = entity(text.charAt(i));
            if (entity == null) {
                out.append(text.charAt(i));
            } else {
                out.append(entity);
            }
        }
        return out.toString();
    }

    private static @Nullable String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }
}
