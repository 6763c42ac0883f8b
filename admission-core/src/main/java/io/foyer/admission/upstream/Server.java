package io.foyer.admission.upstream;

import java.net.URI;

/**
 * One server of a shop. Value-equal servers share a connection pool.
 *
 * @param zone the zone it belongs to, {@code standby} for the standby; a metric label
 * @param base scheme, host and port only, or {@code unix:/path}
 * @param trust matters where TLS is spoken
 */
public record Server(String zone, URI base, Trust trust) {
    public Server {
        boolean known = switch (String.valueOf(base.getScheme())) {
            case "http", "https", "h2c", "h2" -> base.getHost() != null;
            case "unix" -> base.getRawAuthority() == null && base.getPath() != null;
            default -> false;
        };
        if (!known) {
            throw new IllegalArgumentException("server: '" + base
                    + "' (expected: http://host:port, https://, h2c:// or h2:// as well, or unix:/path)");
        }
    }

    /** With the platform's trust. */
    public Server(String zone, URI base) {
        this(zone, base, Trust.PLATFORM);
    }

    /** {@code localhost} behind a unix socket. */
    public String host() {
        return isUnix() ? "localhost" : base.getHost();
    }

    public int port() {
        return base.getPort() != -1 ? base.getPort() : isTls() ? 443 : 80;
    }

    public boolean isTls() {
        return "https".equals(base.getScheme()) || "h2".equals(base.getScheme());
    }

    /** Whether it is spoken to in HTTP/2: {@code h2} over TLS, {@code h2c} without, by prior knowledge. */
    public boolean isHttp2() {
        return "h2".equals(base.getScheme()) || "h2c".equals(base.getScheme());
    }

    /** Whether it listens on a unix socket, at the base's path. */
    public boolean isUnix() {
        return "unix".equals(base.getScheme());
    }

    /** Host and port, or the path of the unix socket: what logs call it. */
    public String address() {
        return isUnix() ? base.getPath() : base.getRawAuthority();
    }
}
