package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Everything the pages say in one language, and how that language writes numbers and waits. room.js writes them alike. */
final class Texts {
    /** The languages that have a bundle {@code pages/texts_LANGUAGE.properties}. */
    static final List<String> LANGUAGES = List.of("en", "nl", "fr", "de");

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    /** From here on whole minutes promise more than an estimate can keep. */
    private static final int COARSE_FROM_SECONDS = 30 * MINUTE;

    private static final int HOURS_FROM_SECONDS = 3 * HOUR;

    private final String language;
    private final Map<String, String> byKey;
    private final char grouping;

    private Texts(String language, Map<String, String> byKey) {
        this.language = language;
        this.byKey = Map.copyOf(byKey);
        this.grouping = DecimalFormatSymbols.getInstance(Locale.forLanguageTag(language))
                .getGroupingSeparator();
    }

    static Texts load(String language) {
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("language \"%s\" (expected: one of %s)".formatted(language, LANGUAGES));
        }
        String name = "/pages/texts_" + language + ".properties";
        try (InputStream in = Resources.open(name);
                InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            Map<String, String> byKey = new HashMap<>();
            properties.stringPropertyNames().forEach(key -> byKey.put(key, properties.getProperty(key)));
            return new Texts(language, byKey);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    String language() {
        return language;
    }

    Map<String, String> all() {
        return byKey;
    }

    String get(String key) {
        String text = byKey.get(key);
        if (text == null) {
            throw new IllegalArgumentException("pages/texts_%s.properties: no %s".formatted(language, key));
        }
        return text;
    }

    /** The text with {0}, {1} replaced. */
    String get(String key, String... values) {
        String text = get(key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", values[i]);
        }
        return text;
    }

    /** In groups of three. */
    String number(long value) {
        String digits = Long.toString(value);
        StringBuilder out = new StringBuilder(digits.length() + 6);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append(grouping);
            }
            out.append(digits.charAt(i));
        }
        return out.toString();
    }

    /** What is left of a countdown, as every language reads it: hours, minutes, seconds. */
    static String clock(Duration left) {
        long seconds = Math.max(0, left.toSeconds());
        String minutes = "%02d:%02d".formatted(seconds % HOUR / MINUTE, seconds % MINUTE);
        return seconds < HOUR ? minutes : seconds / HOUR + ":" + minutes;
    }

    /** A range in words, rounded outwards so that it promises no more than the estimate does. */
    String wait(WaitRange wait) {
        if (wait.highSeconds() < MINUTE) {
            return get("waitSoon");
        }
        boolean inHours = wait.highSeconds() > HOURS_FROM_SECONDS;
        int unit = inHours ? HOUR : MINUTE;
        int step = !inHours && wait.highSeconds() > COARSE_FROM_SECONDS ? 5 : 1;
        long low = wait.lowSeconds() / (unit * step) * step;
        long high = -Math.floorDiv(-wait.highSeconds(), unit * step) * step;
        String suffix = inHours ? "Hours" : "Minutes";
        if (low == 0) {
            return get("waitUpTo" + suffix, number(high));
        }
        return low == high
                ? get("waitAbout" + suffix, number(low))
                : get("waitRange" + suffix, number(low), number(high));
    }
}
