/**
 * Tickets and passes: signed tokens (JWT, RFC 7519, signed by RFC 7515 with HS256) that buyers carry, so that a place and a
 * pass survive everything that a gateway may forget. Values are immutable; a {@link io.foyer.admission.token.TokenCodec}
 * belongs to one thread (an event loop has its own).
 */
@NullMarked
package io.foyer.admission.token;

import org.jspecify.annotations.NullMarked;
