package io.foyer.gateway.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One item of a negotiation header, such as {@code fr-BE;q=0.8} or {@code text/html} (RFC 9110 section 12.4.2). */
record Preference(String name, double quality) {
    /** More than any honest client sends; the rest is not looked at. */
    private static final int ITEMS_MAX = 32;

    private static final int LENGTH_MAX = 1024;

    /** Browsers of one make and language all send the same. What is pushed out is read again. */
    private static final Cache<String, List<Preference>> READ =
            Caffeine.newBuilder().maximumSize(256).build();

    /** In the order given. An item whose q cannot be read counts as unwanted. */
    static List<Preference> parse(@Nullable CharSequence header) {
        if (header == null) {
            return List.of();
        }
        String text =
                header.subSequence(0, Math.min(header.length(), LENGTH_MAX)).toString();
        return READ.get(text, Preference::read);
    }

    private static List<Preference> read(String text) {
        List<Preference> items = new ArrayList<>();
        for (String item : text.split(",", ITEMS_MAX + 1)) {
            String[] parts = item.split(";", -1);
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && items.size() < ITEMS_MAX) {
                items.add(new Preference(name, quality(parts)));
            }
        }
        return List.copyOf(items);
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                return number(parameter.substring(2));
            }
        }
        return 1;
    }

    private static double number(String text) {
        try {
            double value = Double.parseDouble(text);
            return value >= 0 && value <= 1 ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
