package io.foyer.gateway.ops;

import java.util.Arrays;
import java.util.Locale;

/** Enum values as labels and JSON show them. */
final class Texts {
    private static final ClassValue<String[]> LOWER = new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
            Enum<?>[] values = (Enum<?>[]) type.getEnumConstants();
            return values == null ? new String[0] : allLower(values);
        }
    };

    private Texts() {}

    /** Of all values of an enum, by their ordinals: for where each request asks. */
    static String[] allLower(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** Made once a value. */
    static String lower(Enum<?> value) {
        return LOWER.get(value.getDeclaringClass())[value.ordinal()];
    }
}
