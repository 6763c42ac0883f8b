package io.foyer.admission.token;

import java.nio.charset.StandardCharsets;

/** Writes claims in their canonical form. */
final class ClaimWriter {
    private final StringBuilder json = new StringBuilder(256);

    ClaimWriter text(String name, String value) {
        next(name).append('"').append(value).append('"');
        return this;
    }

    ClaimWriter number(String name, long value) {
        next(name).append(value);
        return this;
    }

    byte[] end() {
        return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private StringBuilder next(String name) {
        return json.append(json.length() == 0 ? '{' : ',')
                .append('"')
                .append(name)
                .append("\":");
    }
}
