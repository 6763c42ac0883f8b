package io.foyer.gateway.ops;

import java.util.Locale;

/** Enum values as labels and JSON show them. */
final class Texts {
    private Texts() {}

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
