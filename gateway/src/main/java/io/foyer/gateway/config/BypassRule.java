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
 * @param userAgent what a crawler's User-Agent contains, in lower case; null for a rule that is not about crawlers
 * @param domains of which the names of the client's address must be; empty for any
 */
public record BypassRule(
        String name,
        List<CidrBlock> addresses,
        @Nullable String header,
        @Nullable String cookie,
        @Nullable Secret value,
        @Nullable String userAgent,
        List<String> domains) {
    public BypassRule {
        addresses = List.copyOf(addresses);
        domains = List.copyOf(domains);
        if ((header == null && cookie == null) != (value == null)) {
            throw new IllegalArgumentException("bypass " + name + ": a header or cookie and its value go together");
        }
        if (addresses.isEmpty() && domains.isEmpty() && value == null) {
            throw new IllegalArgumentException("bypass " + name + ": would hold for everyone");
        }
    }
}
