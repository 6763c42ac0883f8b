package io.foyer.gateway.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that skip the line of a shop. All that a rule names must hold.
 *
 * @param addresses of the client; empty for any
 * @param header name of the field, in lower case, that holds the secret; null for none
 * @param cookie name of the cookie that holds the secret; null for none
 * @param value the secret; null when neither holds one
 */
public record BypassRule(
        String name,
        List<CidrBlock> addresses,
        @Nullable String header,
        @Nullable String cookie,
        @Nullable Secret value) {
    public BypassRule {
        addresses = List.copyOf(addresses);
        if ((header == null && cookie == null) != (value == null)) {
            throw new IllegalArgumentException("bypass " + name + ": a header or cookie and its value go together");
        }
        if (addresses.isEmpty() && value == null) {
            throw new IllegalArgumentException("bypass " + name + ": would hold for everyone");
        }
    }
}
