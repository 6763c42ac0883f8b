/** How messages that repeat are kept from filling the log. Any thread. */
@NullMarked
package io.foyer.gateway.log;

import org.jspecify.annotations.NullMarked;
