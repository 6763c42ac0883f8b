package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;

/**
 * Writes points in time like {@code 2026-02-17T09:00:00.123Z} (ISO 8601). The text of a second is made once, as long as it is
 * asked for. For one thread at a time.
 */
final class UtcTime {
    static final int CHARS = "2026-02-17T09:00:00.123Z".length();
    private static final int SECOND_CHARS = "2026-02-17T09:00:00".length();

    private final byte[] text = new byte[CHARS];
    private long second = Long.MIN_VALUE;

    UtcTime() {
        text[SECOND_CHARS] = '.';
        text[CHARS - 1] = 'Z';
    }

    /** @param epochMillis within the years 0 to 9999 */
    @SuppressWarnings("deprecation") // the bytes of ASCII text are its low bytes
    void put(long epochMillis, byte[] to, int at) {
        long now = Math.floorDiv(epochMillis, 1_000);
        if (now != second) {
            second = now;
            Instant.ofEpochSecond(now).toString().getBytes(0, SECOND_CHARS, text, 0);
        }
        int millis = Math.floorMod(epochMillis, 1_000);
        text[SECOND_CHARS + 1] = (byte) ('0' + millis / 100);
        text[SECOND_CHARS + 2] = (byte) ('0' + millis / 10 % 10);
        text[SECOND_CHARS + 3] = (byte) ('0' + millis % 10);
        System.arraycopy(text, 0, to, at, CHARS);
    }

    String text(long epochMillis) {
        byte[] made = new byte[CHARS];
        put(epochMillis, made, 0);
        return new String(made, ISO_8859_1);
    }
}
