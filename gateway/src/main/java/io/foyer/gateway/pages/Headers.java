package io.foyer.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Header lines of answers that are one buyer's alone and that nobody may store, index, frame or sniff. */
final class Headers {
    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "Vary", "Accept, Accept-Language, Authorization, Cookie",
            "X-Content-Type-Options", "nosniff",
            "X-Robots-Tag", "noindex");

    private Headers() {}

    /** These and the ones of every answer, sorted, each line ended by CRLF. */
    static byte[] of(Map<String, String> own) {
        TreeMap<String, String> all = new TreeMap<>(ALWAYS);
        all.putAll(own);
        StringBuilder lines = new StringBuilder(512);
        all.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
