package io.foyer.admission.upstream;

import java.net.URI;

/**
 * One server of a shop. Value-equal servers share a connection pool.
 *
 * @param zone the zone it belongs to, {@code standby} for the standby; a metric label
 * @param base scheme, host and port only
 */
public record Server(String zone, URI base) {
    public Server {
        String scheme = String.valueOf(base.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https") || base.getHost() == null) {
            throw new IllegalArgumentException(
                    "server: '" + base + "' (expected: http://host:port or https://host:port)");
        }
    }

    public String host() {
        return base.getHost();
    }

    public int port() {
        return base.getPort() != -1 ? base.getPort() : isTls() ? 443 : 80;
    }

    public boolean isTls() {
        return "https".equals(base.getScheme());
    }
}
