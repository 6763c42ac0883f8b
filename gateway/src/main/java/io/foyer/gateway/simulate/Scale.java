package io.foyer.gateway.simulate;

import java.util.Locale;

/** Round figures along an axis. */
final class Scale {
    private static final int[] TIME_STEPS = {10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400
    };
    private static final int TIME_MARKS = 6;

    private Scale() {}

    /** 1, 2 or 5 times a power of ten, so that four steps hold {@code most}. */
    static double step(double most) {
        double rough = Math.max(most, 1) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
        return Math.max(step, 1);
    }

    static int timeStep(int seconds) {
        for (int step : TIME_STEPS) {
            if (seconds <= step * TIME_MARKS) {
                return step;
            }
        }
        return TIME_STEPS[TIME_STEPS.length - 1];
    }

    static String number(double value) {
        if (value >= 10_000_000) {
            return String.format(Locale.ROOT, "%.0fM", value / 1_000_000);
        }
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1_000);
        }
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** {@code 45 s}, {@code 12 min}, {@code 3 h 20}. */
    static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 90) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        if (minutes < 90) {
            return minutes + " min";
        }
        return minutes % 60 == 0
                ? minutes / 60 + " h"
                : String.format(Locale.ROOT, "%d h %02d", minutes / 60, minutes % 60);
    }
}
