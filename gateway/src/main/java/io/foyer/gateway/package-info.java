/** The composition root of the gateway and its command line. */
@NullMarked
package io.foyer.gateway;

import org.jspecify.annotations.NullMarked;
