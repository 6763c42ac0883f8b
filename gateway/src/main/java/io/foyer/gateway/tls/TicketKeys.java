package io.foyer.gateway.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The keys of session tickets, in this process' memory only: the newest seals, all open. Who learns one can read the sessions
 * of its time, so each is gone after a few turns.
 */
final class TicketKeys {
    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();

    TicketKeys() {
        rotate();
    }

    void rotate() {
        keys.addFirst(new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE)));
        if (keys.size() > KEPT) {
            keys.removeLast();
        }
    }

    OpenSslSessionTicketKey[] all() {
        return keys.toArray(OpenSslSessionTicketKey[]::new);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
