/**
 * What the gateway refuses so that it goes on serving: rates and connections of one client address, and shedding when memory
 * runs short. Everything here may be used from any thread, but for {@link io.foyer.gateway.limits.Allowance}.
 */
@NullMarked
package io.foyer.gateway.limits;

import org.jspecify.annotations.NullMarked;
