package io.foyer.gateway.cli;

import io.foyer.admission.simulation.Arrivals;
import io.foyer.admission.simulation.Checkout;
import io.foyer.admission.simulation.Course;
import io.foyer.admission.simulation.SaleSetting;
import io.foyer.admission.simulation.SaleSetting.Attention;
import io.foyer.gateway.config.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who comes to a simulated sale, and how the shop fares meanwhile. */
final class CrowdOptions {
    @Option(names = "--buyers", required = true, paramLabel = "N", description = "How many buyers come.")
    private int buyers;

    @Option(
            names = "--room",
            paramLabel = "NAME",
            description = "Where they come. Default: the shop's first planned sale, or main")
    private Optional<String> room = Optional.empty();

    @Option(
            names = "--others",
            paramLabel = "ROOM=N",
            split = ",",
            description = "Buyers of the same kind who come to other rooms of the shop: main=2000.")
    private Map<String, Integer> others = new LinkedHashMap<>();

    @Option(
            names = "--arrivals",
            paramLabel = "SHAPE:DURATION",
            defaultValue = "rush:20m",
            description =
                    "even:1h, rush:20m (most at once, then ever fewer) or wave:2h; in a planned sale from the time its"
                            + " lobby opens. Default: ${DEFAULT-VALUE}")
    private String arrivals = "";

    @Option(
            names = "--conversion",
            paramLabel = "SHARE[,TIME=SHARE]",
            defaultValue = "0.4",
            description = "Share of those who go in that order, and what it changes to when: 0.4,30m=0.2 where the good"
                    + " seats are gone after half an hour. Default: ${DEFAULT-VALUE}")
    private String conversion = "";

    @Option(
            names = "--checkout",
            paramLabel = "DURATION",
            defaultValue = "90s",
            description = "Half of the buyers order, or leave the shop, within this time. Default: ${DEFAULT-VALUE}")
    private String checkout = "";

    @Option(
            names = "--checkout-spread",
            paramLabel = "SIGMA",
            defaultValue = "0.6",
            description = "Of the logarithm: 0 when all take equally long, 1 for a few who take very long."
                    + " Default: ${DEFAULT-VALUE}")
    private double checkoutSpread;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            description = "Half of those who wait leave within this time. Default: nobody leaves")
    private Optional<String> patience = Optional.empty();

    @Option(
            names = "--latency",
            paramLabel = "DURATION",
            defaultValue = "200ms",
            description = "How long the shop takes to create an order. Default: ${DEFAULT-VALUE}")
    private String latency = "";

    @Option(
            names = "--pause",
            paramLabel = "TIME+DURATION",
            split = ",",
            description = "The operator pauses all rooms: 20m+5m.")
    private List<String> pauses = new ArrayList<>();

    @Option(
            names = "--down",
            paramLabel = "TIME+DURATION",
            split = ",",
            description = "The shop fails over, and nobody is called: 30m+90s.")
    private List<String> downs = new ArrayList<>();

    /** How many come to each room, {@code usual} where no room is named. */
    Map<String, Integer> buyersByRoom(String usual) {
        Map<String, Integer> byRoom = new LinkedHashMap<>();
        byRoom.put(room.orElse(usual), buyers);
        others.forEach((name, count) -> byRoom.merge(name, count, Integer::sum));
        return byRoom;
    }

    /** @throws IllegalArgumentException with what is wrong */
    SaleSetting.Crowd crowd(int count) {
        return new SaleSetting.Crowd(
                count,
                arrivals(),
                course(),
                Checkout.logNormal(duration("--checkout", checkout), checkoutSpread),
                patience.map(text -> duration("--patience", text)),
                Attention.POLLS);
    }

    SaleSetting.Shop shop() {
        return SaleSetting.Shop.steady(duration("--latency", latency))
                .with(during("--down", downs, 0), during("--pause", pauses, 1));
    }

    List<String> about() {
        List<String> about = new ArrayList<>(List.of(
                String.format(Locale.ROOT, "%,d buyers", buyers),
                "arrivals " + arrivals,
                "conversion " + conversion,
                "checkout " + checkout + ", spread " + checkoutSpread,
                "patience " + patience.orElse("endless"),
                "shop answers in " + latency));
        others.forEach((name, count) -> about.add(String.format(Locale.ROOT, "%,d buyers come to %s", count, name)));
        pauses.forEach(pause -> about.add("paused " + pause));
        downs.forEach(down -> about.add("shop down " + down));
        return about;
    }

    private Arrivals arrivals() {
        String[] parts = split("--arrivals", arrivals, ":", "a shape and a duration such as rush:20m");
        try {
            return new Arrivals(Arrivals.Shape.valueOf(parts[0].toUpperCase(Locale.ROOT)), Units.duration(parts[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--arrivals: '" + arrivals + "' (expected: even, rush or wave, and a duration: rush:20m)", e);
        }
    }

    private Course course() {
        String[] steps = conversion.split(",");
        Course course = Course.steady(share(steps[0]));
        for (int i = 1; i < steps.length; i++) {
            String[] step = split("--conversion", steps[i], "=", "a time and a share such as 30m=0.2");
            course = course.then(duration("--conversion", step[0]), share(step[1]));
        }
        return course;
    }

    private static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--conversion: '" + text + "' (expected: a number from 0 to 1)", e);
        }
        throw new IllegalArgumentException("--conversion: " + text + " (expected: 0 to 1)");
    }

    private record Span(Duration from, Duration to) {
        static Span of(String option, String text) {
            String[] parts = split(option, text, "\\+", "a time and a duration such as 20m+5m");
            Duration from = duration(option, parts[0]);
            return new Span(from, from.plus(duration(option, parts[1])));
        }

        boolean covers(Duration time) {
            return from.compareTo(time) <= 0 && time.compareTo(to) < 0;
        }
    }

    /** {@code value}, 0 or 1, within the spans, which may overlap, and the other one outside. */
    private static Course during(String option, List<String> texts, double value) {
        List<Span> spans = texts.stream().map(text -> Span.of(option, text)).toList();
        Course result = Course.steady(1 - value);
        for (Span span : spans) {
            boolean goesOn = spans.stream().anyMatch(other -> other.covers(span.to()));
            result = result.then(span.from(), value).then(span.to(), goesOn ? value : 1 - value);
        }
        return result;
    }

    private static Duration duration(String option, String text) {
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static String[] split(String option, String text, String by, String expected) {
        String[] parts = text.split(by, 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(option + ": '" + text + "' (expected: " + expected + ")");
        }
        return parts;
    }
}
