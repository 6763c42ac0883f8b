package io.foyer.loadtest.compare;

import java.util.List;

/**
 * What is measured at one time.
 *
 * @param candidates that are asked for the same in turns, the reference first
 */
record Case(String name, Load load, List<Candidate> candidates) {}
