package io.foyer.gateway.ops;

import java.util.Locale;

/** Enum values as labels and JSON show them. */
final class Texts {
    private static final ClassValue<String[]> LOWER = new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
            Object[] values = type.getEnumConstants();
            String[] texts = new String[values == null ? 0 : values.length];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = ((Enum<?>) values[i]).name().toLowerCase(Locale.ROOT);
            }
            return texts;
        }
    };

    private Texts() {}

    /** Made once a value: a line a request is written with it. */
    static String lower(Enum<?> value) {
        return LOWER.get(value.getDeclaringClass())[value.ordinal()];
    }
}
