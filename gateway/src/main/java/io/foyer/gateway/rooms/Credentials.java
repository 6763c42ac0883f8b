package io.foyer.gateway.rooms;

import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.TokenCodec;
import io.netty.util.concurrent.FastThreadLocal;

/** The signing keys in force: each event loop has a {@link CredentialReader} of its own. Any thread. */
final class Credentials {
    private volatile FastThreadLocal<CredentialReader> readers;

    Credentials(KeyRing keys) {
        readers = readersFor(keys);
    }

    /** Tokens are signed and verified with these keys from now on. */
    void use(KeyRing keys) {
        readers = readersFor(keys);
    }

    private static FastThreadLocal<CredentialReader> readersFor(KeyRing keys) {
        return new FastThreadLocal<>() {
            @Override
            protected CredentialReader initialValue() {
                return new CredentialReader(new TokenCodec(keys));
            }
        };
    }

    /** The calling event loop's. */
    CredentialReader reader() {
        return readers.get();
    }
}
