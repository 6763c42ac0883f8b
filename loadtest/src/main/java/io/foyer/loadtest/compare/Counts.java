package io.foyer.loadtest.compare;

/**
 * What a generator counted.
 *
 * @param failures socket errors and timeouts
 * @param notSuccess answers with a status of 400 or more
 */
record Counts(long requests, long failures, long notSuccess, double p50Millis, double p99Millis) {}
