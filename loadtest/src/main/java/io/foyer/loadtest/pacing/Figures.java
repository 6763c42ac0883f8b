package io.foyer.loadtest.pacing;

/**
 * How one setting fared, over sockets or simulated.
 *
 * @param use orders as a part of the budget, measured after the warm-up
 * @param holdMedian seconds at the order gate, after the warm-up
 * @param refused orders sent back after a hold, from the first second on
 * @param in60s the most orders in any span of that length, from the first second on
 */
public record Figures(double use, double holdMedian, double holdNinetieth, long refused, int in60s, int in5s) {}
