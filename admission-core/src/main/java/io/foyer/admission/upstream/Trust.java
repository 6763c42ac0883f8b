package io.foyer.admission.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How a server that is spoken to over TLS is told from an impostor.
 *
 * @param authorities certificates in PEM that may sign the server's; null for those that the platform trusts
 * @param serverName the name that the certificate must have, also sent as SNI; null for the server's host
 * @param check whether certificate and name are checked at all
 */
public record Trust(@Nullable String authorities, @Nullable String serverName, Check check) {
    /** The platform's authorities, the server's own name. */
    public static final Trust PLATFORM = new Trust(null, null, Check.FULL);

    public enum Check {
        FULL,
        /** Whoever answers is believed: encrypted, but open to whoever can come between. */
        NONE
    }
}
