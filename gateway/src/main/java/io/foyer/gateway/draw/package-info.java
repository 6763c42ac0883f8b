/** A draw as outsiders see it: the document that is published, and its check. Immutable values, any thread. */
@NullMarked
package io.foyer.gateway.draw;

import org.jspecify.annotations.NullMarked;
