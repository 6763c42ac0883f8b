package io.foyer.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * What a page says beside the buyer's status.
 *
 * @param shopTitle the shop's name for buyers
 * @param roomTitle the sale's name for buyers; null for the shop's main room
 * @param ordersPerMinute the shop's budget, which is why one waits; null not to say it
 * @param query of the page's address, which the form for invitation codes takes along; null for a room without lanes
 * @param home a path on the shop to start from again, for who left the line
 */
public record PageContext(
        String shopTitle,
        @Nullable String roomTitle,
        @Nullable Integer ordersPerMinute,
        @Nullable String query,
        String home) {
    /** Of a room without lanes. */
    public PageContext(String shopTitle, @Nullable String roomTitle, @Nullable Integer ordersPerMinute, String home) {
        this(shopTitle, roomTitle, ordersPerMinute, null, home);
    }

    public PageContext {
        // Two slashes, or one and a backslash, would name another host.
        if (!home.startsWith("/") || home.startsWith("//") || home.startsWith("/\\")) {
            throw new IllegalArgumentException("home: " + home + " (expected: a path)");
        }
    }

    /** Whether the room has lanes for those with an invitation. */
    boolean takesCodes() {
        return query != null;
    }
}
