package io.foyer.admission.simulation;

import java.time.Duration;

/** Checkout times of tests, by name. */
public final class Checkouts {
    private static final Duration FAST = Duration.ofSeconds(20);
    private static final Duration SLOW = Duration.ofSeconds(200);
    private static final double FAST_PART = 0.6;
    private static final double MINUTE_SECONDS = 60;
    /** Of a log-logistic time with a median of a minute, of which one in a hundred takes longer than 20: {@code 20^x = 99}. */
    private static final double TAIL = 1.534;

    private Checkouts() {}

    /** {@code two humps}, {@code exponential}, {@code heavy tail}, {@code constant}, or log-normal by median and spread: {@code 30/0.5}. */
    public static Checkout of(String name) {
        return switch (name) {
            case "two humps" -> twoHumps();
            case "exponential" -> (chance, other) -> -MINUTE_SECONDS * Math.log(1 - chance);
            case "heavy tail" -> (chance, other) -> MINUTE_SECONDS * Math.pow(chance / (1 - chance), 1 / TAIL);
            case "constant" -> Checkout.logNormal(Duration.ofMinutes(1), 0.03);
            default -> logNormal(name.split("/"));
        };
    }

    private static Checkout logNormal(String[] medianAndSpread) {
        return Checkout.logNormal(
                Duration.ofSeconds(Long.parseLong(medianAndSpread[0])), Double.parseDouble(medianAndSpread[1]));
    }

    /** As of buyers with an account and without. */
    private static Checkout twoHumps() {
        Checkout fast = Checkout.logNormal(FAST, 0.3);
        Checkout slow = Checkout.logNormal(SLOW, 0.3);
        return (chance, other) -> chance < FAST_PART
                ? fast.seconds(chance / FAST_PART, other)
                : slow.seconds((chance - FAST_PART) / (1 - FAST_PART), other);
    }
}
