package io.foyer.gateway.rooms;

/**
 * A gateway's share of the budget for the time without the store, on the gateway's monotonic clock.
 *
 * @param silentNanos when the store counts the gateway as silent
 * @param fromNanos when orders may go on it
 * @param untilNanos when they may not any more
 * @param spacingNanos from one order to the next
 * @param millionths the share
 */
record Allotment(long silentNanos, long fromNanos, long untilNanos, long spacingNanos, int millionths) {}
