package io.foyer.loadtest.compare;

/**
 * What is measured in one case.
 *
 * @param pid the process whose CPU time is counted
 * @param cookies sent by everybody alike, so that all parse the same request
 */
record Candidate(String name, long pid, String url, String cookies) {}
