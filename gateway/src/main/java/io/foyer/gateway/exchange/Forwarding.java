package io.foyer.gateway.exchange;

import org.jspecify.annotations.Nullable;

/**
 * How a request goes to the shop.
 *
 * @param shop where to
 * @param requestLines ready header lines for the shop, such as {@code Foyer-Room: main\r\n}
 * @param responseLines ready header lines for the buyer, such as {@code Set-Cookie: ...\r\n}
 * @param watcher told how it ends, if anyone must know
 */
public record Forwarding(
        ShopUpstream shop,
        byte[] requestLines,
        byte[] responseLines,
        @Nullable ResponseWatcher watcher) {
    public static final byte[] NO_LINES = {};

    /** The same with other lines for the buyer. */
    public Forwarding with(byte[] newResponseLines) {
        return new Forwarding(shop, requestLines, newResponseLines, watcher);
    }
}
