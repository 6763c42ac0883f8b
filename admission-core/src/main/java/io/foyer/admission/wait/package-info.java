/**
 * What a waiting buyer is told: how long the wait may be, and when to ask again. Pure; a
 * {@link io.foyer.admission.wait.WaitEstimator} belongs to one thread and reads no clock.
 */
@NullMarked
package io.foyer.admission.wait;

import org.jspecify.annotations.NullMarked;
