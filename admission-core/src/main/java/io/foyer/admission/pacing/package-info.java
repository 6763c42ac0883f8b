/**
 * Pacing: how many buyers to call, so that the order budget is used and hardly an order is held. Pure and single-threaded:
 * one {@link io.foyer.admission.pacing.PacingController} per shop, which remembers what it was told and reads no clock.
 */
@NullMarked
package io.foyer.admission.pacing;

import org.jspecify.annotations.NullMarked;
