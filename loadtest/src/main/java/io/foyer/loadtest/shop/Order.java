package io.foyer.loadtest.shop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as the shop created it.
 *
 * @param at wall time of creation
 * @param atNanos monotonic time of creation, for windows; comparable only within one shop process
 * @param room what the {@code Foyer-Room} header of the request said
 * @param number what the {@code Foyer-Number} header of the request said
 */
public record Order(
        int id,
        Instant at,
        long atNanos,
        int seats,
        @Nullable String room,
        @Nullable String number) {}
