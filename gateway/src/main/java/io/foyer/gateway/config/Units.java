package io.foyer.gateway.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations ({@code 250ms, 10s, 2m, 1h, 1d}) and sizes ({@code 16KiB, 1MiB}, plain bytes) as the file writes them. */
public final class Units {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,15})([A-Za-z]*)");
    private static final Map<String, Duration> DURATIONS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Units() {}

    /** @throws IllegalArgumentException when {@code text} is no duration */
    public static Duration duration(String text) {
        Matcher matcher = match(text);
        Duration unit = DURATIONS.get(matcher.group(2));
        if (unit == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: a duration such as 250ms, 10s, 2m, 1h or 1d)");
        }
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** In bytes. @throws IllegalArgumentException when {@code text} is no size */
    static long sizeBytes(String text) {
        Matcher matcher = match(text);
        Long unit = SIZES.get(matcher.group(2));
        if (unit == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: a size such as 16KiB or 1MiB, or plain bytes)");
        }
        return Math.multiplyExact(unit, Long.parseLong(matcher.group(1)));
    }

    private static Matcher match(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' (expected: a number and a unit)");
        }
        return matcher;
    }
}
