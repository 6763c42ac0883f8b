package io.foyer.gateway.rooms;

import io.foyer.admission.pacing.ShopHealth;

/**
 * What this gateway's pacing of a shop goes by.
 *
 * @param orderShare orders per call, as learned
 * @param checkoutSeconds from the call to the order, as learned
 * @param ordersExpected orders that those called so far are expected to make
 * @param aim the part of the budget that is aimed at
 * @param passesOutstanding buyers with a pass who were heard from lately, and buyers called who have yet to fetch theirs
 * @param callsPerSecond by the last plan, of all rooms
 * @param health the part of the budget that the shop is taken to bear
 * @param limitedBy why that is not all of it
 */
public record PacingReport(
        double orderShare,
        long checkoutSeconds,
        double ordersExpected,
        double aim,
        long passesOutstanding,
        double callsPerSecond,
        double health,
        ShopHealth.Reason limitedBy) {
    public static final PacingReport BEFORE = new PacingReport(1, 0, 0, 1, 0, 0, 1, ShopHealth.Reason.NONE);
}
