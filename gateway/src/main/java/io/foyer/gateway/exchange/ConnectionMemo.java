package io.foyer.gateway.exchange;

import org.jspecify.annotations.Nullable;

/** What one handler remembers of a connection. Confined to the connection's event loop. */
public final class ConnectionMemo {
    private @Nullable Object value;

    public @Nullable Object get() {
        return value;
    }

    public void set(@Nullable Object value) {
        this.value = value;
    }
}
