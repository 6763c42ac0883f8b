/** The scripts on real servers. */
@NullMarked
package io.foyer.redis;

import org.jspecify.annotations.NullMarked;
