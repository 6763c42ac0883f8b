/**
 * A whole sale in virtual time: a crowd, the line, the order gate and a shop in plain Java, paced by the same {@link
 * io.foyer.admission.pacing.PacingController} and told by the same {@link io.foyer.admission.wait.WaitEstimator} that
 * gateways run. Single-threaded, reads no clock, and the same seed gives the same evening.
 */
@NullMarked
package io.foyer.admission.simulation;

import org.jspecify.annotations.NullMarked;
