package io.foyer.loadtest.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what wrk counted. */
final class WrkResult {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern NOT_SUCCESS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    private WrkResult() {}

    /** @throws IllegalStateException when this is not the output of a finished wrk with {@code --latency} */
    static Counts parse(String output) {
        Matcher requests = REQUESTS.matcher(output);
        if (!requests.find()) {
            throw new IllegalStateException("wrk did not report:\n" + output);
        }
        Matcher errors = ERRORS.matcher(output);
        long failures = 0;
        if (errors.find()) {
            for (int group = 1; group <= errors.groupCount(); group++) {
                failures += Long.parseLong(errors.group(group));
            }
        }
        Matcher notSuccess = NOT_SUCCESS.matcher(output);
        return new Counts(
                Long.parseLong(requests.group(1)),
                failures,
                notSuccess.find() ? Long.parseLong(notSuccess.group(1)) : 0,
                percentile(output, "50%"),
                percentile(output, "99%"));
    }

    private static double percentile(String output, String name) {
        Matcher matcher = Pattern.compile(name + "\\s+([\\d.]+)(us|ms|s)\\b").matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk did not report " + name + ":\n" + output);
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1_000;
            case "ms" -> value;
            default -> value * 1_000;
        };
    }
}
