/**
 * Judges a crowd's visits and a shop's record of orders: the invariants as they can be seen from outside, and the report as text and
 * JSON. Pure computation on the calling thread.
 */
@NullMarked
package io.foyer.loadtest.report;

import org.jspecify.annotations.NullMarked;
