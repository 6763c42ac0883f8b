package io.foyer.loadtest.pacing;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shop and its buyers.
 *
 * @param conversion share of those let in that order
 * @param checkout half of them order, or leave, within this time
 * @param spread standard deviation of that time's logarithm
 */
public record PacingSetting(int ordersPerMinute, double conversion, Duration checkout, double spread) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5}):([01](?:\\.\\d+)?):(\\d{1,3})/(\\d(?:\\.\\d+)?)");

    public PacingSetting {
        if (ordersPerMinute < 3 || !(conversion > 0 && conversion <= 1) || !(spread <= 3)) {
            throw new IllegalArgumentException("setting: " + ordersPerMinute + " orders a minute, conversion "
                    + conversion + ", spread " + spread + " (expected: >= 3, 0 to 1, <= 3)");
        }
    }

    /** Such as {@code 300:0.3:20/0.5}: orders a minute, conversion, checkout in seconds and its spread. */
    public static PacingSetting parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("setting: '" + text + "' (expected: such as 300:0.3:20/0.5)");
        }
        return new PacingSetting(
                Integer.parseInt(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Duration.ofSeconds(Long.parseLong(matcher.group(3))),
                Double.parseDouble(matcher.group(4)));
    }

    /** How many are called in that time once pacing knows the conversion. */
    double callsIn(Duration time) {
        return ordersPerMinute / conversion * time.toMillis() / 60_000;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d, %.2f, %d/%.1f s", ordersPerMinute, conversion, checkout.toSeconds(), spread);
    }
}
