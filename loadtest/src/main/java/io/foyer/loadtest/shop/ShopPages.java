package io.foyer.loadtest.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The shop's pages, read once from the class path. Only values that the shop made itself are filled in: nothing to escape. */
final class ShopPages {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final String event = read("event.html");
    private final String confirmation = read("confirmation.html");
    private final String failure = read("failure.html");
    private final String css = read("shop.css");

    String event() {
        return event;
    }

    String failure() {
        return failure;
    }

    String css() {
        return css;
    }

    String confirmation(Order order) {
        return confirmation
                .replace("{{order}}", "%06d".formatted(order.id()))
                .replace("{{seats}}", Integer.toString(order.seats()))
                .replace("{{row}}", Character.toString('A' + order.id() % 26))
                .replace("{{seat}}", Integer.toString(1 + order.id() * 7 % 48))
                .replace("{{time}}", TIME.format(order.at()));
    }

    private static String read(String name) {
        try (InputStream in = ShopPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
